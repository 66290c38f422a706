import { getRoute, type RouteBody, replaceRoute } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { inputOf } from '../../change/merge.ts';
import { routeChanges, routeFlags } from '../../change/route-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp, findRoute } from '../../lookup.ts';

export default class RoutesUpdate extends AegisCommand {
  static override summary = 'Change a route; what is not named stays as it is';
  static override examples = [
    '<%= config.bin %> <%= command.id %> list-orders --app shop --auth none --wait',
    '<%= config.bin %> <%= command.id %> list-orders --limit burst --limit daily --dry-run',
  ];
  static override args = { route: Args.string({ required: true, description: 'Name or id of the route.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...routeFlags,
    rename: Flags.string({ description: 'New name.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RoutesUpdate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findRoute(this.api, app.id, args.route);
    const params = { app_id: app.id, id };
    const { data: current, etag } = await this.api.call(getRoute, { params });
    const body = {
      ...inputOf(replaceRoute, current),
      ...(await routeChanges(flags)),
      name: flags.rename ?? current.name,
    } as RouteBody;
    const input = { params, body, ifMatch: etag };
    return await this.change(replaceRoute, input, flags, ({ name }) => `Changed route ${name}.`, current);
  }
}
