import type { App } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class AppsGet extends AegisCommand {
  static override summary = 'Show one app';
  static override examples = ['<%= config.bin %> <%= command.id %> shop'];
  static override args = { app: Args.string({ required: true, description: 'Slug or id of the app.' }) };

  async run(): Promise<App> {
    const { args } = await this.parse(AppsGet);
    const { data: app } = await findApp(this.api, args.app);
    const hosts = app.environments.map(({ name, hosts: own, ready }) => [
      name,
      `${own.join(', ')}${ready ? '' : ' (no upstream)'}`,
    ]);
    this.show({
      name: app.name,
      slug: app.slug,
      id: app.id,
      status: app.status,
      ...Object.fromEntries(hosts),
      settings: app.settings,
      created: when(app.created_at),
      change: describeLiveness(app.liveness),
    });
    return app;
  }
}
