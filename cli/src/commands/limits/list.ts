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
    const params = { app_id: app.id };
    return await this.list(flags, (query) => this.api.call(listLimits, { params, query }), {
      name: ({ name }) => name,
      amount: ({ amount, period_ms }) => `${amount} per ${period(period_ms)}`,
      by: ({ by }) => by,
      algorithm: ({ algorithm }) => algorithm,
      store: ({ store }) => store,
      'whole app': ({ applies_to_app }) => (applies_to_app ? 'yes' : 'no'),
    });
  }
}
