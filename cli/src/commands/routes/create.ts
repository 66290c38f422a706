import { createRoute, type RouteBody } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { routeChanges, routeFlags } from '../../change/route-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class RoutesCreate extends AegisCommand {
  static override summary = 'Add a route';
  static override examples = [
    '<%= config.bin %> <%= command.id %> list-orders --app shop --path /orders/:id -m GET --limit burst --wait',
    `<%= config.bin %> <%= command.id %> public --path '/public/*' --auth none --plugin cors='{"origins":["https://shop.example"]}'`,
    '<%= config.bin %> <%= command.id %> list-orders --file - < route.yaml',
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the route.' }) };
  static override flags = { ...appFlag, ...changeFlags, ...routeFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RoutesCreate);
    const { data: app } = await findApp(this.api, flags.app);
    // The server, and --dry-run here, check it against the contract.
    const body = { ...(await routeChanges(flags)), name: args.name } as RouteBody;
    const input = { params: { app_id: app.id }, body };
    return await this.change(
      createRoute,
      input,
      flags,
      ({ name, path }) => `Created route ${name} for ${path}.`,
    );
  }
}
