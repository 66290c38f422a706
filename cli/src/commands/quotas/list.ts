import { listQuotas, type Quota } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class QuotasList extends AegisCommand {
  static override summary = 'Quotas of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop'];
  static override flags = { ...appFlag, ...listFlags };

  async run(): Promise<{ items: Quota[] }> {
    const { flags } = await this.parse(QuotasList);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    return await this.list(flags, (query) => this.api.call(listQuotas, { params, query }), {
      name: ({ name }) => name,
      amount: ({ amount, period }) => `${amount} a ${period}`,
      by: ({ counted_by }) => counted_by,
      kind: ({ kind }) => kind,
      'whole app': ({ applies_to_app }) => (applies_to_app ? 'yes' : 'no'),
      'time zone': ({ time_zone }) => time_zone,
    });
  }
}
