import { deleteRoute, listRoutes } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findNamed } from '../../lookup.ts';

export default class RoutesDelete extends AegisCommand {
  static override summary = 'Remove a route';
  static override examples = ['<%= config.bin %> <%= command.id %> list-orders --app shop'];
  static override args = { route: Args.string({ required: true, description: 'Name or id of the route.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RoutesDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    const route = await findNamed('route', args.route, (query) =>
      this.api.call(listRoutes, { params, query }),
    );
    const thing = { what: 'route', name: route.name, done: `Removed route ${route.name}.` };
    return await this.destroy(deleteRoute, { params: { ...params, id: route.id } }, flags, thing);
  }
}
