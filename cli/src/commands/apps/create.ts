import { createApp, platformInfo } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { changeFlags } from '../../flags.ts';
import { firstCall } from '../../terminal/first-call.ts';

export default class AppsCreate extends AegisCommand {
  static override summary = 'Create an app';
  static override description =
    'With --upstream it is ready at once: a production upstream, a route for every path and a first API key, which is shown once.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "My API" --upstream https://api.example.com',
    '<%= config.bin %> <%= command.id %> Shop --slug shop --upstream http://localhost:4000 --wait',
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the app.' }) };
  static override flags = {
    ...changeFlags,
    slug: Flags.string({ description: 'Part of its host names; made from the name when left out.' }),
    upstream: Flags.url({ description: 'Address of the backend.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(AppsCreate);
    const body = { name: args.name, slug: flags.slug, upstream_url: flags.upstream?.href };
    const { gateway } = (await this.api.call(platformInfo)).data;
    return await this.change(createApp, { body }, flags, (app) => {
      const host = app.environments.find(({ name }) => name === 'production')?.hosts[0];
      const created = `Created ${app.slug}.`;
      if (app.first_key === undefined || host === undefined) return created;
      const lines = firstCall({ ...gateway, host, admin: this.settings.url.value, key: app.first_key });
      return [created, `API key (shown once): ${app.first_key}`, 'A first call:', ...lines].join('\n');
    });
  }
}
