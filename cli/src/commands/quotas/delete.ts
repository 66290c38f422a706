import { deleteQuota, listQuotas } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findNamed } from '../../lookup.ts';

export default class QuotasDelete extends AegisCommand {
  static override summary = 'Remove a quota';
  static override examples = ['<%= config.bin %> <%= command.id %> monthly --app shop --yes'];
  static override args = { quota: Args.string({ required: true, description: 'Name or id of the quota.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(QuotasDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    const quota = await findNamed('quota', args.quota, (query) =>
      this.api.call(listQuotas, { params, query }),
    );
    const thing = { what: 'quota', name: quota.name, done: `Removed quota ${quota.name}.` };
    return await this.destroy(deleteQuota, { params: { ...params, id: quota.id } }, flags, thing);
  }
}
