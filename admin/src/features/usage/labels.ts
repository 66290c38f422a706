import type { Tx } from '../../platform/database/database.ts';

/** What usage is broken down by, where the values are ids: the tables that know their names. */
const tables: Record<string, string> = { app: 'apps', route: 'routes', key: 'api_keys' };

/** Names of these ids, as far as they still exist. */
export async function namesOf(tx: Tx, by: string, values: string[]): Promise<Map<string, string>> {
  const table = tables[by];
  if (!table) return new Map();
  const rows = await tx.query<{ id: string; name: string }[]>(
    `SELECT id::text, name FROM ${table} WHERE id::text = ANY($1)`,
    [values],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export const labelOf = (names: Map<string, string>, value: string): string =>
  names.get(value) ?? (value === '' ? 'none' : value);
