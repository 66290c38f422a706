import { z } from 'zod';
import { QuotaKind, QuotaPeriod, QuotaSubject } from '../vocabulary.ts';

export const QuotaRecord = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** Requests in one period. */
  amount: z.int().positive(),
  period: QuotaPeriod,
  counted_by: QuotaSubject,
  kind: QuotaKind,
  /** Name of the time zone, part of what the count is found by. */
  time_zone: z.string(),
  /** What its clocks show, see `calendar.ts`. */
  zone: z.array(z.strictObject({ from: z.int(), offset_s: z.int() })).min(1),
  /** Counts every request of the app, not only those of tenants whose tier names it. */
  applies_to_app: z.boolean(),
});
export type QuotaRecord = z.infer<typeof QuotaRecord>;

/** What all counters of a quota are named by: another period, subject or time zone begins another ledger. */
export const quotaLedger = (quota: Pick<QuotaRecord, 'id' | 'counted_by' | 'period' | 'time_zone'>): string =>
  `${quota.id}:${quota.counted_by}:${quota.period}:${quota.time_zone}`;
