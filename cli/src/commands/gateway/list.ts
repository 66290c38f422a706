import { type Gateway, listGateways } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { outputFlag } from '../../flags.ts';
import { when } from '../../terminal/printable.ts';

export default class GatewayList extends AegisCommand {
  static override summary = 'Gateways, their versions and the revision that each serves';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --output name',
  ];
  static override flags = {
    ...outputFlag,
  };

  async run(): Promise<{ newest_revision: number; items: Gateway[] }> {
    const { flags } = await this.parse(GatewayList);
    const { data } = await this.api.call(listGateways);
    this.printList(flags.output, data.items, {
      name: ({ name }) => name,
      state: ({ state }) => state,
      revision: ({ revision, behind }) => (behind === 0 ? revision : `${revision} (${behind} behind)`),
      version: ({ version }) => version,
      nginx: ({ nginx_version }) => nginx_version,
      refusals: (gateway) => gateway.refusals.length + (gateway.nginx?.state === 'refused' ? 1 : 0),
      seen: ({ last_seen_at }) => when(last_seen_at),
      id: ({ id }) => id,
    });
    return data;
  }
}
