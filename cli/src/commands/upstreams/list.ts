import { listUpstreams, type Upstream } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, environmentFilterFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class UpstreamsList extends AegisCommand {
  static override summary = 'Backends of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop --environment staging'];
  static override flags = {
    ...appFlag,
    ...listFlags,
    ...environmentFilterFlag,
  };

  async run(): Promise<{ items: Upstream[] }> {
    const { flags } = await this.parse(UpstreamsList);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    return await this.list(
      flags,
      (query) =>
        this.api.call(listUpstreams, { params, query: { ...query, environment: flags.environment } }),
      {
        name: ({ name }) => name,
        environment: ({ environment }) => environment,
        targets: ({ targets }) =>
          targets.map(({ url, weight }) => (weight === 1 ? url : `${url} ×${weight}`)),
        balance: ({ balance }) => balance,
        retries: ({ retries }) => retries,
      },
    );
  }
}
