import type { Tx } from '../../platform/database/database.ts';
import { referencedIds, referencedNames } from '../app-access/index.ts';

const quotas = { table: 'quotas', word: 'quota' };

/** Ids of quotas named by a tenant tier, in their order. @throws Problem invalid_input for a name that does not exist */
export const quotaIds = (tx: Tx, appId: string, names: readonly string[]): Promise<string[]> =>
  referencedIds(tx, quotas, appId, names, '/quotas');

/** SQL that gives the names of the quotas whose ids a column holds, in their order. */
export const quotaNames = (column: string): string => referencedNames(quotas, column);
