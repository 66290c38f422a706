import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

/** What other parts of an app name: the table of it, and the word that a sentence has for one. */
export interface Referable {
  table: string;
  word: string;
}

/** Ids of the named parts, in their order. @throws Problem invalid_input for a name that does not exist */
export async function referencedIds(
  tx: Tx,
  { table, word }: Referable,
  appId: string,
  names: readonly string[],
  pointer: string,
): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await tx.query<{ id: string; name: string }[]>(
    `SELECT id, name FROM ${table} WHERE app_id = $1 AND name = ANY($2)`,
    [appId, names],
  );
  const byName = new Map(rows.map(({ id, name }) => [name, id]));
  const unknown = names.flatMap((name, i) =>
    byName.has(name) ? [] : [{ pointer: `${pointer}/${i}`, message: `is no ${word} of this app` }],
  );
  if (unknown.length > 0) throw new Problem('invalid_input', { errors: unknown });
  return [...new Set(names)].map((name) => byName.get(name) ?? '');
}

/** SQL that gives the names of the parts whose ids a column holds, in their order, under the table's name. */
export const referencedNames = ({ table }: Referable, column: string): string =>
  `coalesce((SELECT array_agg(part.name ORDER BY named.place)
    FROM unnest(${column}) WITH ORDINALITY named (id, place)
    JOIN ${table} part ON part.id = named.id), '{}') AS ${table}`;
