import { getUpstreamHealth, type UpstreamHealth } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, environmentFlag, outputFlag } from '../../flags.ts';
import { findApp, findUpstream } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

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
    ...environmentFlag('Environment that it serves.'),
    ...outputFlag,
  };

  async run(): Promise<UpstreamHealth> {
    const { args, flags } = await this.parse(UpstreamsHealth);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findUpstream(this.api, app.id, flags.environment, args.upstream);
    const { data } = await this.api.call(getUpstreamHealth, { params: { app_id: app.id, id } });
    const rows = data.gateways.flatMap(({ name, at, circuit, targets }) =>
      targets.map((target) => ({ ...target, gateway: name, at, circuit })),
    );
    this.printList(flags.output, rows, {
      target: ({ target }) => target,
      state: ({ state }) => state,
      reason: ({ reason }) => reason,
      circuit: ({ circuit }) => circuit,
      gateway: ({ gateway }) => gateway,
      seen: ({ at }) => when(at),
    });
    return data;
  }
}
