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
    const columns = {
      name: ({ name }: Quota) => name,
      amount: ({ amount, period }: Quota) => `${amount} a ${period}`,
      by: ({ counted_by }: Quota) => counted_by,
      kind: ({ kind }: Quota) => kind,
      'whole app': ({ applies_to_app }: Quota) => (applies_to_app ? 'yes' : 'no'),
      'time zone': ({ time_zone }: Quota) => time_zone,
    };
    const params = { app_id: app.id };
    return await this.list(flags, columns, (query) => this.api.call(listQuotas, { params, query }));
  }
}
