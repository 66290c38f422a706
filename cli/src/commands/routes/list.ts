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
    const params = { app_id: app.id };
    return await this.list(flags, (query) => this.api.call(listRoutes, { params, query }), {
      name: ({ name }) => name,
      methods: ({ methods }) => (methods.length === 0 ? 'any' : methods),
      path: ({ path }) => path,
      auth: ({ auth }) => auth,
      permission: ({ permission }) => permission,
      limits: ({ limits }) => limits,
      plugins: ({ plugins }) => Object.keys(plugins),
      upstream: ({ upstream }) => upstream,
    });
  }
}
