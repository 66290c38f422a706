import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

/** Ids of limits named by a route or key, in their order. @throws Problem invalid_input for a name that does not exist */
export async function limitIds(
  tx: Tx,
  appId: string,
  names: readonly string[],
  pointer = '/limits',
): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await tx.query<{ id: string; name: string }[]>(
    'SELECT id, name FROM limits WHERE app_id = $1 AND name = ANY($2)',
    [appId, names],
  );
  const byName = new Map(rows.map(({ id, name }) => [name, id]));
  const unknown = names.flatMap((name, i) =>
    byName.has(name) ? [] : [{ pointer: `${pointer}/${i}`, message: 'is no limit of this app' }],
  );
  if (unknown.length > 0) throw new Problem('invalid_input', { errors: unknown });
  return [...new Set(names)].map((name) => byName.get(name) ?? '');
}

/** SQL that gives the names of the limits whose ids a column holds, in their order. */
export const limitNames = (column: string): string =>
  `coalesce((SELECT array_agg(l.name ORDER BY named.place) FROM unnest(${column}) WITH ORDINALITY named (id, place)
    JOIN limits l ON l.id = named.id), '{}') AS limits`;
