import { environments, listUpstreams, type Upstream } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class UpstreamsList extends AegisCommand {
  static override summary = 'Backends of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop --environment staging'];
  static override flags = {
    ...appFlag,
    ...listFlags,
    environment: Flags.option({ options: environments })({
      char: 'e',
      description: 'Only of this environment.',
    }),
  };

  async run(): Promise<{ items: Upstream[] }> {
    const { flags } = await this.parse(UpstreamsList);
    const { data: app } = await findApp(this.api, flags.app);
    const columns = {
      name: ({ name }: Upstream) => name,
      environment: ({ environment }: Upstream) => environment,
      targets: ({ targets }: Upstream) =>
        targets.map(({ url, weight }) => (weight === 1 ? url : `${url} ×${weight}`)),
      balance: ({ balance }: Upstream) => balance,
      retries: ({ retries }: Upstream) => retries,
    };
    const params = { app_id: app.id };
    return await this.list(flags, columns, (query) =>
      this.api.call(listUpstreams, { params, query: { ...query, environment: flags.environment } }),
    );
  }
}
