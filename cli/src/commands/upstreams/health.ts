import {
  type CircuitState,
  environments,
  getUpstreamHealth,
  type TargetHealth,
  type UpstreamHealth,
} from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag } from '../../flags.ts';
import { findApp, findUpstream } from '../../lookup.ts';
import { formats } from '../../terminal/formats.ts';
import { when } from '../../terminal/printable.ts';

type Row = TargetHealth & { gateway: string; at: string; circuit: CircuitState | undefined };

export default class UpstreamsHealth extends AegisCommand {
  static override summary = 'What each gateway knows about the health of the targets';
  static override description =
    'Gateways watch upstreams that have settings for health, while requests come. Switch it on with `upstreams update`.';
  static override examples = ['<%= config.bin %> <%= command.id %> default --app shop -e production'];
  static override args = {
    upstream: Args.string({ default: 'default', description: 'Name or id of the upstream.' }),
  };
  static override flags = {
    ...appFlag,
    environment: Flags.option({ options: environments })({
      char: 'e',
      default: 'production',
      description: 'Environment that it serves.',
    }),
    output: Flags.option({ options: formats })({
      char: 'o',
      default: 'table',
      description: 'Form of the output.',
    }),
  };

  async run(): Promise<UpstreamHealth> {
    const { args, flags } = await this.parse(UpstreamsHealth);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findUpstream(this.api, app.id, flags.environment, args.upstream);
    const { data } = await this.api.call(getUpstreamHealth, { params: { app_id: app.id, id } });
    const rows = data.gateways.flatMap(({ name, at, circuit, targets }) =>
      targets.map((target) => ({ ...target, gateway: name, at, circuit })),
    );
    const columns = {
      target: ({ target }: Row) => target,
      state: ({ state }: Row) => state,
      reason: ({ reason }: Row) => reason,
      circuit: ({ circuit }: Row) => circuit,
      gateway: ({ gateway }: Row) => gateway,
      seen: ({ at }: Row) => when(at),
    };
    this.printList(flags.output, rows, columns);
    return data;
  }
}
