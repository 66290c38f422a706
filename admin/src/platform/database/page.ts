import { Problem } from '../http/problem.ts';
import type { Tx } from './database.ts';
import { isUnstorable } from './errors.ts';

/** What `pageQuery` of the contracts gives. */
export interface PageQuery {
  limit: number;
  cursor?: string | undefined;
  search?: string | undefined;
  sort?: string | undefined;
}

/** SQL fragments come from our own source code; only `values` and the query are the caller's. */
export interface List {
  /** Selected columns, named as the row type has them. */
  select: string;
  from: string;
  /** Conditions joined by AND; `?` stands for the next of `values`. */
  where?: { sql: string; values: unknown[] }[];
  /** Public sort name → column and its type. Every list is also ordered by `id`, so no row is skipped or repeated. */
  sorts: Record<string, { column: string; type: 'timestamptz' | 'text' | 'bigint' }>;
  defaultSort: string;
  /** Column that breaks ties. */
  id: { column: string; type: 'uuid' | 'text' | 'bigint' };
  /** Columns that `search` looks into, from their beginning. */
  search?: string[];
  /**
   * The same for columns that hold lower-case text in byte order already. Only these use an index on long lists:
   * lower() is not leakproof, so row-level security lets it run after the wall alone.
   */
  searchKeys?: string[];
}

export interface Page<Row> {
  items: Row[];
  next?: string;
}

interface Cursor {
  sort: string;
  value: string;
  id: string;
}

const badCursor = () => Problem.invalid('/cursor', 'is not a cursor of this list; start again without it');

function decodeCursor(text: string, sort: string): Cursor {
  try {
    const [cursorSort, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (cursorSort === sort && typeof value === 'string' && typeof id === 'string')
      return { sort, value, id };
  } catch {
    throw badCursor();
  }
  throw badCursor();
}

const encodeCursor = ({ sort, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/** Collects values and gives `$n` for each. */
class Values {
  readonly all: unknown[] = [];
  add(value: unknown): string {
    this.all.push(value);
    return `$${this.all.length}`;
  }
  fill(sql: string, values: unknown[]): string {
    const rest = [...values];
    return sql.replaceAll('?', () => this.add(rest.shift()));
  }
}

/** A range instead of LIKE: the index stays usable behind row-level security, and no pattern is typed. */
function prefixCondition(
  { search = [], searchKeys = [] }: List,
  text: string,
  values: Values,
): string | undefined {
  const columns = [...search.map((column) => `lower(${column}) COLLATE "C"`), ...searchKeys];
  if (columns.length === 0) return undefined;
  const from = values.add(text.toLowerCase());
  const to = values.add(`${text.toLowerCase()}\u{10FFFF}`);
  return columns.map((column) => `(${column} >= ${from} AND ${column} < ${to})`).join(' OR ');
}

/** One page by key set, so that a page deep in the list costs as much as the first. */
export async function listPage<Row extends object>(tx: Tx, list: List, query: PageQuery): Promise<Page<Row>> {
  const sort = query.sort ?? list.defaultSort;
  const descending = sort.startsWith('-');
  const column = list.sorts[descending ? sort.slice(1) : sort];
  if (!column) throw Problem.invalid('/sort', 'is not a sort of this list');
  const values = new Values();
  const conditions = (list.where ?? []).map((part) => values.fill(part.sql, part.values));
  const prefix = query.search ? prefixCondition(list, query.search, values) : undefined;
  if (prefix !== undefined) conditions.push(`(${prefix})`);
  if (query.cursor !== undefined) {
    const { value, id } = decodeCursor(query.cursor, sort);
    const sortValue = `${values.add(value)}::${column.type}`;
    const idValue = `${values.add(id)}::${list.id.type}`;
    conditions.push(
      `(${column.column}, ${list.id.column}) ${descending ? '<' : '>'} (${sortValue}, ${idValue})`,
    );
  }
  const order = descending ? 'DESC' : 'ASC';
  const rows = await tx
    .query<(Row & { _sort: string; _id: string })[]>(
      `SELECT ${list.select}, (${column.column})::text AS _sort, (${list.id.column})::text AS _id
       FROM ${list.from}
       ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
       ORDER BY ${column.column} ${order}, ${list.id.column} ${order}
       LIMIT ${query.limit + 1}`,
      values.all,
    )
    .catch((error: unknown) => {
      // A forged cursor whose parts are no moment or id fails in the cast.
      if (query.cursor !== undefined && isUnstorable(error)) throw badCursor();
      throw error;
    });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next =
    rows.length > query.limit && last ? encodeCursor({ sort, value: last._sort, id: last._id }) : undefined;
  const clean = items.map(({ _sort, _id, ...row }) => row as unknown as Row);
  return next === undefined ? { items: clean } : { items: clean, next };
}
