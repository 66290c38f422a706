import type { TenantBody } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { usageError } from '../errors.ts';
import { fileFlag } from '../flags.ts';
import { document } from '../terminal/input.ts';
import { withoutAbsent } from './merge.ts';

export const tenantFlags = {
  ...fileFlag,
  name: Flags.string({ description: 'Name for people; its id where it is new.' }),
  tier: Flags.string({ description: 'Name of a tenant tier; empty for none.' }),
  metadata: Flags.string({
    char: 'm',
    multiple: true,
    description: 'field=text; repeat for more. Replaces all.',
  }),
  user: Flags.string({
    char: 'u',
    multiple: true,
    description: 'id=role,role of a user to make or change along with it; repeat for more.',
  }),
};

export interface TenantFlags {
  file?: string | undefined;
  name?: string | undefined;
  tier?: string | undefined;
  metadata?: string[] | undefined;
  user?: string[] | undefined;
}

/** Fields that the file and the flags name; flags win. */
export async function tenantChanges(flags: TenantFlags): Promise<TenantBody> {
  return {
    ...(flags.file === undefined ? {} : await document(flags.file)),
    ...withoutAbsent({
      name: flags.name,
      tier: flags.tier === '' ? null : flags.tier,
      metadata: flags.metadata && Object.fromEntries(flags.metadata.map((text) => pair(text, 'region=eu'))),
      users: flags.user?.map(userOf),
    }),
  };
}

function pair(text: string, example: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw usageError(`"${text}" lacks a =.`, `For example: ${example}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function userOf(text: string): { id: string; roles: string[] } {
  const [id, roles] = pair(text, 'ann=viewer,admin');
  return { id, roles: roles.split(',').filter((role) => role !== '') };
}
