import { createQuota, type QuotaBody } from '@aegis/contracts';
import { Args } from '@oclif/core';
import type { z } from 'zod';
import { AegisCommand } from '../../base.ts';
import { quotaChanges, quotaFlags } from '../../change/quota-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class QuotasCreate extends AegisCommand {
  static override summary = 'Add a quota: requests in a calendar day or month';
  static override examples = [
    '<%= config.bin %> <%= command.id %> monthly --app shop --amount 1000000 --per month --by tenant',
    '<%= config.bin %> <%= command.id %> daily --app shop --amount 50000 --per day --by app --kind soft --time-zone Europe/Vienna',
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the quota.' }) };
  static override flags = { ...appFlag, ...changeFlags, ...quotaFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(QuotasCreate);
    const { data: app } = await findApp(this.api, flags.app);
    // The server, and --dry-run here, check it against the contract.
    const body = { ...(await quotaChanges(flags)), name: args.name } as z.input<typeof QuotaBody>;
    const input = { params: { app_id: app.id }, body };
    return await this.change(
      createQuota,
      input,
      flags,
      ({ name, amount, period }) => `Created quota ${name}: ${amount} a ${period}.`,
    );
  }
}
