import { foreignParameters, type Limit, LimitAlgorithm, LimitStore, limitSubjects } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { usageError } from '../errors.ts';
import { fileFlag } from '../flags.ts';
import { document } from '../terminal/input.ts';
import { withoutAbsent } from './merge.ts';

export const limitFlags = {
  ...fileFlag,
  amount: Flags.integer({ min: 1, description: 'Requests per period.' }),
  per: Flags.string({ description: 'Period: 1s, 1m, 1h, 1d.' }),
  by: Flags.string({
    multiple: true,
    description: `What it counts by: ${limitSubjects.join(', ')}, header:x-plan, claim:org.id; repeat to combine.`,
  }),
  algorithm: Flags.option({ options: LimitAlgorithm.options })({ description: 'How it counts.' }),
  burst: Flags.integer({ min: 1, description: 'token_bucket: requests at once; without it the amount.' }),
  'max-delay': Flags.integer({ min: 0, description: 'leaky_bucket: milliseconds that a request may wait.' }),
  store: Flags.option({ options: LimitStore.options })({ description: 'Where counters live.' }),
  'on-store-failure': Flags.option({ options: ['local', 'deny', 'allow'] as const })({
    description: 'What happens while the store is away.',
  }),
  'applies-to-app': Flags.boolean({ allowNo: true, description: 'Count every request of the app.' }),
};

export interface LimitFlags {
  file?: string | undefined;
  amount?: number | undefined;
  per?: string | undefined;
  by?: string[] | undefined;
  algorithm?: string | undefined;
  burst?: number | undefined;
  'max-delay'?: number | undefined;
  store?: string | undefined;
  'on-store-failure'?: string | undefined;
  'applies-to-app'?: boolean | undefined;
}

/** Fields that the file and the flags name; flags win. */
export async function limitChanges(flags: LimitFlags): Promise<Record<string, unknown>> {
  return {
    ...(flags.file === undefined ? {} : await document(flags.file)),
    ...withoutAbsent({
      amount: flags.amount,
      period_ms: flags.per === undefined ? undefined : milliseconds(flags.per),
      by: flags.by,
      algorithm: flags.algorithm,
      burst: flags.burst,
      max_delay_ms: flags['max-delay'],
      store: flags.store,
      on_store_failure: flags['on-store-failure'],
      applies_to_app: flags['applies-to-app'],
    }),
  };
}

/** A limit without what its new algorithm does not take. */
export function fitting(limit: Limit, algorithm: unknown): Partial<Limit> {
  const { success, data } = LimitAlgorithm.safeParse(algorithm);
  const foreign: string[] = success ? foreignParameters(data) : [];
  return Object.fromEntries(Object.entries(limit).filter(([name]) => !foreign.includes(name)));
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof units;

/** `90s`, `1m`, `1h`, `1d`. @throws FixableError for anything else */
export function milliseconds(text: string): number {
  const [, amount, unit] = /^(\d+)(s|m|h|d)$/.exec(text) ?? [];
  if (amount === undefined)
    throw usageError(`"${text}" is not a period.`, 'For example: 1s, 90s, 1m, 1h, 1d');
  return Number(amount) * units[unit as Unit];
}

/** The largest unit that divides it. */
export function period(ms: number): string {
  const unit = (['d', 'h', 'm', 's'] as const).find((name) => ms % units[name] === 0);
  return unit ? `${ms / units[unit]}${unit}` : `${ms}ms`;
}
