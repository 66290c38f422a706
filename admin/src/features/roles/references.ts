import type { Tx } from '../../platform/database/database.ts';
import { referencedIds } from '../app-access/index.ts';

const roles = { table: 'roles', word: 'role' };

/** Ids of roles by name, in their order, each once. @throws Problem invalid_input for a name that does not exist */
export const roleIds = (
  tx: Tx,
  appId: string,
  names: readonly string[],
  pointer: string,
): Promise<string[]> => referencedIds(tx, roles, appId, names, pointer);
