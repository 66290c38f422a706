import { Flags } from '@oclif/core';
import { fileFlag } from '../flags.ts';
import { document } from '../terminal/input.ts';
import { withoutAbsent } from './merge.ts';

export const tierFlags = {
  ...fileFlag,
  description: Flags.string({ description: 'What it is for.' }),
  limit: Flags.string({
    char: 'l',
    multiple: true,
    description: 'Name of a limit; repeat for more. Replaces all.',
  }),
  quota: Flags.string({
    char: 'q',
    multiple: true,
    description: 'Name of a quota; repeat for more. Replaces all.',
  }),
  default: Flags.boolean({
    allowNo: true,
    description: 'For tenants without a tier; takes that from the one that had it.',
  }),
};

export interface TierFlags {
  file?: string | undefined;
  description?: string | undefined;
  limit?: string[] | undefined;
  quota?: string[] | undefined;
  default?: boolean | undefined;
}

/** Fields that the file and the flags name; flags win. */
export async function tierChanges(flags: TierFlags): Promise<Record<string, unknown>> {
  return {
    ...(flags.file === undefined ? {} : await document(flags.file)),
    ...withoutAbsent({
      description: flags.description,
      limits: flags.limit,
      quotas: flags.quota,
      is_default: flags.default,
    }),
  };
}
