import type { Tx } from '../../platform/database/database.ts';
import { referencedIds, referencedNames } from '../app-access/index.ts';

const limits = { table: 'limits', word: 'limit' };

/** Ids of limits named by a route or key, in their order. @throws Problem invalid_input for a name that does not exist */
export const limitIds = (
  tx: Tx,
  appId: string,
  names: readonly string[],
  pointer = '/limits',
): Promise<string[]> => referencedIds(tx, limits, appId, names, pointer);

/** SQL that gives the names of the limits whose ids a column holds, in their order. */
export const limitNames = (column: string): string => referencedNames(limits, column);
