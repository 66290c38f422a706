import { type Gateway, listGateways } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { formats } from '../../terminal/formats.ts';
import { when } from '../../terminal/printable.ts';

export default class GatewayList extends AegisCommand {
  static override summary = 'Gateways, their versions and the revision that each serves';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --output name',
  ];
  static override flags = {
    output: Flags.option({ options: formats })({
      char: 'o',
      default: 'table',
      description: 'Form of the output.',
    }),
  };

  async run(): Promise<{ newest_revision: number; items: Gateway[] }> {
    const { flags } = await this.parse(GatewayList);
    const { data } = await this.api.call(listGateways);
    const columns = {
      name: ({ name }: Gateway) => name,
      state: ({ state }: Gateway) => state,
      revision: ({ revision, behind }: Gateway) =>
        behind === 0 ? revision : `${revision} (${behind} behind)`,
      version: ({ version }: Gateway) => version,
      nginx: ({ nginx_version }: Gateway) => nginx_version,
      refusals: (gateway: Gateway) => gateway.refusals.length + (gateway.nginx?.state === 'refused' ? 1 : 0),
      seen: ({ last_seen_at }: Gateway) => when(last_seen_at),
      id: ({ id }: Gateway) => id,
    };
    this.printList(flags.output, data.items, columns);
    return data;
  }
}
