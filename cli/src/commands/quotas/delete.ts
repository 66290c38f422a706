import { deleteQuota } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findQuota } from '../../lookup.ts';

export default class QuotasDelete extends AegisCommand {
  static override summary = 'Remove a quota';
  static override examples = ['<%= config.bin %> <%= command.id %> monthly --app shop --yes'];
  static override args = { quota: Args.string({ required: true, description: 'Name or id of the quota.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(QuotasDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findQuota(this.api, app.id, args.quota);
    const thing = { what: 'quota', name, done: `Removed quota ${name}.` };
    return await this.destroy(deleteQuota, { params: { app_id: app.id, id } }, flags, thing);
  }
}
