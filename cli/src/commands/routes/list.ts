import { listRoutes, type Route } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class RoutesList extends AegisCommand {
  static override summary = 'Routes of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop'];
  static override flags = { ...appFlag, ...listFlags };

  async run(): Promise<{ items: Route[] }> {
    const { flags } = await this.parse(RoutesList);
    const { data: app } = await findApp(this.api, flags.app);
    const columns = {
      name: ({ name }: Route) => name,
      methods: ({ methods }: Route) => (methods.length === 0 ? 'any' : methods),
      path: ({ path }: Route) => path,
      auth: ({ auth }: Route) => auth,
      permission: ({ permission }: Route) => permission,
      limits: ({ limits }: Route) => limits,
      plugins: ({ plugins }: Route) => Object.keys(plugins),
      upstream: ({ upstream }: Route) => upstream,
    };
    const params = { app_id: app.id };
    return await this.list(flags, columns, (query) => this.api.call(listRoutes, { params, query }));
  }
}
