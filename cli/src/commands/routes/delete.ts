import { deleteRoute } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findRoute } from '../../lookup.ts';

export default class RoutesDelete extends AegisCommand {
  static override summary = 'Remove a route';
  static override examples = ['<%= config.bin %> <%= command.id %> list-orders --app shop'];
  static override args = { route: Args.string({ required: true, description: 'Name or id of the route.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RoutesDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findRoute(this.api, app.id, args.route);
    const thing = { what: 'route', name, done: `Removed route ${name}.` };
    return await this.destroy(deleteRoute, { params: { app_id: app.id, id } }, flags, thing);
  }
}
