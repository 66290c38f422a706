import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

/** Ids of roles by name, in their order, each once. @throws Problem invalid_input for a name that does not exist */
export async function roleIds(
  tx: Tx,
  appId: string,
  names: readonly string[],
  pointer: string,
): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await tx.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM roles WHERE app_id = $1 AND name = ANY($2)',
    [appId, names],
  );
  const byName = new Map(rows.map(({ id, name }) => [name, id]));
  const unknown = names.flatMap((name, i) =>
    byName.has(name) ? [] : [{ pointer: `${pointer}/${i}`, message: 'is no role of this app' }],
  );
  if (unknown.length > 0) throw new Problem('invalid_input', { errors: unknown });
  return [...new Set(names)].flatMap((name) => byName.get(name) ?? []);
}
