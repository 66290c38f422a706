import { Environment, getQuotaUsage, type QuotaUsage } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, outputFlag } from '../../flags.ts';
import { findApp, findQuota } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class QuotasUsage extends AegisCommand {
  static override summary = 'What is used of a quota in its current period, most used first';
  static override examples = [
    '<%= config.bin %> <%= command.id %> monthly --app shop',
    '<%= config.bin %> <%= command.id %> monthly --app shop --tenant acme --json',
  ];
  static override args = { quota: Args.string({ required: true, description: 'Name or id of the quota.' }) };
  static override flags = {
    ...appFlag,
    ...outputFlag,
    environment: Flags.option({ options: Environment.options })({
      default: 'production',
      description: 'Each environment counts by itself.',
    }),
    tenant: Flags.string({ description: 'Only this tenant.' }),
  };

  async run(): Promise<QuotaUsage> {
    const { args, flags } = await this.parse(QuotasUsage);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, counted_by } = await findQuota(this.api, app.id, args.quota);
    const { environment, tenant } = flags;
    const query = { environment, ...(tenant !== undefined && { tenant }) };
    const { data } = await this.api.call(getQuotaUsage, { params: { app_id: app.id, id }, query });
    this.printList(flags.output, data.items, {
      [counted_by]: ({ tenant: name }) => (counted_by === 'app' ? app.slug : name || '(no tenant)'),
      used: ({ used }) => used,
      of: () => data.amount,
      share: ({ used }) => `${Math.floor((used * 100) / data.amount)} %`,
    });
    this.note(`${data.period} in ${environment}; begins anew ${when(data.resets_at)}.`);
    return data;
  }
}
