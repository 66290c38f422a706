import { deleteApp } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { destroyFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AppsDelete extends AegisCommand {
  static override summary = 'Delete an app with everything in it; its traffic stops at once';
  static override examples = [
    '<%= config.bin %> <%= command.id %> shop',
    '<%= config.bin %> <%= command.id %> shop --yes --wait',
  ];
  static override args = { app: Args.string({ required: true, description: 'Slug or id of the app.' }) };
  static override flags = destroyFlags;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(AppsDelete);
    const { data: app } = await findApp(this.api, args.app);
    const thing = { what: 'app', name: app.slug, done: `Deleted ${app.slug}.` };
    return await this.destroy(deleteApp, { params: { id: app.id } }, flags, thing);
  }
}
