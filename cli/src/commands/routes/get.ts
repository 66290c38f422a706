import { type Route } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag } from '../../flags.ts';
import { findApp, findRoute } from '../../lookup.ts';

export default class RoutesGet extends AegisCommand {
  static override summary = 'Show one route';
  static override examples = ['<%= config.bin %> <%= command.id %> list-orders --app shop'];
  static override args = { route: Args.string({ required: true, description: 'Name or id of the route.' }) };
  static override flags = appFlag;

  async run(): Promise<Route> {
    const { args, flags } = await this.parse(RoutesGet);
    const { data: app } = await findApp(this.api, flags.app);
    const route = await findRoute(this.api, app.id, args.route);
    this.show({
      name: route.name,
      id: route.id,
      methods: route.methods.length === 0 ? 'any' : route.methods,
      path: route.path,
      conditions: route.conditions,
      priority: route.priority,
      auth: route.auth,
      permission: route.permission,
      upstream: route.upstream,
      'strip prefix': route.strip_prefix,
      limits: route.limits,
      plugins: Object.keys(route.plugins).length === 0 ? undefined : route.plugins,
      change: describeLiveness(route.liveness),
    });
    return route;
  }
}
