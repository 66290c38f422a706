import { type Limit, listLimits } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { period } from '../../change/limit-body.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class LimitsList extends AegisCommand {
  static override summary = 'Rate limits of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop'];
  static override flags = { ...appFlag, ...listFlags };

  async run(): Promise<{ items: Limit[] }> {
    const { flags } = await this.parse(LimitsList);
    const { data: app } = await findApp(this.api, flags.app);
    const columns = {
      name: ({ name }: Limit) => name,
      amount: ({ amount, period_ms }: Limit) => `${amount} per ${period(period_ms)}`,
      by: ({ by }: Limit) => by,
      algorithm: ({ algorithm }: Limit) => algorithm,
      store: ({ store }: Limit) => store,
      'whole app': ({ applies_to_app }: Limit) => (applies_to_app ? 'yes' : 'no'),
    };
    const params = { app_id: app.id };
    return await this.list(flags, columns, (query) => this.api.call(listLimits, { params, query }));
  }
}
