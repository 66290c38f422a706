import { Environment, getQuotaUsage, listQuotas, type QuotaUsage } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp, findNamed } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

type Item = QuotaUsage['items'][number];

export default class QuotasUsage extends AegisCommand {
  static override summary = 'What is used of a quota in its current period, most used first';
  static override examples = [
    '<%= config.bin %> <%= command.id %> monthly --app shop',
    '<%= config.bin %> <%= command.id %> monthly --app shop --tenant acme --json',
  ];
  static override args = { quota: Args.string({ required: true, description: 'Name or id of the quota.' }) };
  static override flags = {
    ...appFlag,
    output: listFlags.output,
    environment: Flags.option({ options: Environment.options })({
      default: 'production',
      description: 'Each environment counts by itself.',
    }),
    tenant: Flags.string({ description: 'Only this tenant.' }),
  };

  async run(): Promise<QuotaUsage> {
    const { args, flags } = await this.parse(QuotasUsage);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    const { id, counted_by } = await findNamed('quota', args.quota, (query) =>
      this.api.call(listQuotas, { params, query }),
    );
    const { environment, tenant } = flags;
    const query = { environment, ...(tenant !== undefined && { tenant }) };
    const { data } = await this.api.call(getQuotaUsage, { params: { ...params, id }, query });
    const columns = {
      [counted_by]: ({ tenant: name }: Item) => (counted_by === 'app' ? app.slug : name || '(no tenant)'),
      used: ({ used }: Item) => used,
      of: () => data.amount,
      share: ({ used }: Item) => `${Math.floor((used * 100) / data.amount)} %`,
    };
    this.printList(flags.output, data.items, columns);
    this.note(`${data.period} in ${environment}; begins anew ${when(data.resets_at)}.`);
    return data;
  }
}
