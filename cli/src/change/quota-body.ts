import { QuotaKind, QuotaPeriod, QuotaSubject } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { fileFlag } from '../flags.ts';
import { document } from '../terminal/input.ts';
import { withoutAbsent } from './merge.ts';

export const quotaFlags = {
  ...fileFlag,
  amount: Flags.integer({ min: 1, description: 'Requests per period.' }),
  per: Flags.option({ options: QuotaPeriod.options })({ description: 'Calendar day or month.' }),
  by: Flags.option({ options: QuotaSubject.options })({ description: 'Whose requests it counts together.' }),
  kind: Flags.option({ options: QuotaKind.options })({
    description: 'hard refuses what is above it, soft counts on.',
  }),
  'applies-to-app': Flags.boolean({
    allowNo: true,
    description: 'Count every request of the app; without it those of tenants whose tier names it.',
  }),
  'time-zone': Flags.string({ description: 'Whose midnight begins a day or month: Europe/Vienna.' }),
};

export interface QuotaFlags {
  file?: string | undefined;
  amount?: number | undefined;
  per?: QuotaPeriod | undefined;
  by?: QuotaSubject | undefined;
  kind?: QuotaKind | undefined;
  'applies-to-app'?: boolean | undefined;
  'time-zone'?: string | undefined;
}

/** Fields that the file and the flags name; flags win. */
export async function quotaChanges(flags: QuotaFlags): Promise<Record<string, unknown>> {
  return {
    ...(flags.file === undefined ? {} : await document(flags.file)),
    ...withoutAbsent({
      amount: flags.amount,
      period: flags.per,
      counted_by: flags.by,
      kind: flags.kind,
      applies_to_app: flags['applies-to-app'],
      time_zone: flags['time-zone'],
    }),
  };
}
