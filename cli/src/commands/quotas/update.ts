import { getQuota, type QuotaBody, replaceQuota } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import type { z } from 'zod';
import { AegisCommand } from '../../base.ts';
import { inputOf } from '../../change/merge.ts';
import { quotaChanges, quotaFlags } from '../../change/quota-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp, findQuota } from '../../lookup.ts';

export default class QuotasUpdate extends AegisCommand {
  static override summary = 'Change a quota; what is not named stays as it is, what was used stays used';
  static override examples = [
    '<%= config.bin %> <%= command.id %> monthly --app shop --amount 2000000 --wait',
  ];
  static override args = { quota: Args.string({ required: true, description: 'Name or id of the quota.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...quotaFlags,
    rename: Flags.string({ description: 'New name.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(QuotasUpdate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findQuota(this.api, app.id, args.quota);
    const params = { app_id: app.id, id };
    const { data: current, etag } = await this.api.call(getQuota, { params });
    const body = {
      ...inputOf(replaceQuota, current),
      ...(await quotaChanges(flags)),
      name: flags.rename ?? current.name,
    } as z.input<typeof QuotaBody>;
    const input = { params, body, ifMatch: etag };
    return await this.change(
      replaceQuota,
      input,
      flags,
      ({ name, amount, period }) => `Changed quota ${name}: ${amount} a ${period}.`,
      current,
    );
  }
}
