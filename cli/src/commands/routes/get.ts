import { listRoutes, type Route } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag } from '../../flags.ts';
import { findApp, findNamed } from '../../lookup.ts';

export default class RoutesGet extends AegisCommand {
  static override summary = 'Show one route';
  static override examples = ['<%= config.bin %> <%= command.id %> list-orders --app shop'];
  static override args = { route: Args.string({ required: true, description: 'Name or id of the route.' }) };
  static override flags = appFlag;

  async run(): Promise<Route> {
    const { args, flags } = await this.parse(RoutesGet);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    const route = await findNamed('route', args.route, (query) =>
      this.api.call(listRoutes, { params, query }),
    );
    const { liveness, created_at: _created, updated_at: _updated, ...rest } = route;
    this.show({ ...rest, change: describeLiveness(liveness) });
    return route;
  }
}
