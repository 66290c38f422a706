import { Flags } from '@oclif/core';
import { fileFlag } from '../flags.ts';
import { document } from '../terminal/input.ts';
import { withoutAbsent } from './merge.ts';

export const roleFlags = {
  ...fileFlag,
  description: Flags.string({ description: 'What it is for.' }),
  permission: Flags.string({
    char: 'p',
    multiple: true,
    description: "orders:read, orders.**:*, '!orders:purge'; repeat for more. Replaces all.",
  }),
  inherits: Flags.string({
    char: 'i',
    multiple: true,
    description: 'Name of a role whose permissions it has too; repeat for more. Replaces all.',
  }),
};

export interface RoleFlags {
  file?: string | undefined;
  description?: string | undefined;
  permission?: string[] | undefined;
  inherits?: string[] | undefined;
}

/** Fields that the file and the flags name; flags win. */
export async function roleChanges(flags: RoleFlags): Promise<Record<string, unknown>> {
  return {
    ...(flags.file === undefined ? {} : await document(flags.file)),
    ...withoutAbsent({
      description: flags.description,
      permissions: flags.permission,
      inherits: flags.inherits,
    }),
  };
}
