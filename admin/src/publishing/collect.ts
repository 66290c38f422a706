import type { Tx } from '../platform/database/database.ts';

/** Rights taken away: travels in the change itself and acts before the document is fetched. */
export type Fact = 'revoked' | 'suspended';

export interface Touched {
  /** Newest collected revision that touched the document. */
  revision: number;
  fact?: Fact;
}

export interface Collected {
  /** Revision after which collecting began. */
  previous: number;
  /** Newest revision collected; equal to `previous` when there is nothing new. */
  revision: number;
  /** Document name → its newest touch. Each name once, however often it was touched. */
  touched: Map<string, Touched>;
}

interface RevisionRow {
  revision: string;
  documents: { name: string; fact?: Fact }[];
}

/** How many revisions one publishing takes: bounds its memory when thousands wait. */
const BATCH = 500;

/** The newest touch of a document decides, so a fact that was lifted again is gone. */
export function latestTouches(rows: readonly RevisionRow[]): Map<string, Touched> {
  const touched = new Map<string, Touched>();
  for (const { revision, documents } of rows) {
    for (const { name, fact } of documents) {
      touched.set(name, { revision: Number(revision), ...(fact && { fact }) });
    }
  }
  return touched;
}

/** Revisions (after, until], at most `limit`. Their numbers are given out in the order of their commits. */
export const revisionsBetween = (
  tx: Tx,
  after: number,
  until: number | null,
  limit = BATCH,
): Promise<RevisionRow[]> =>
  tx.query<RevisionRow[]>(
    `SELECT revision, documents FROM revisions
     WHERE revision > $1 AND ($2::bigint IS NULL OR revision <= $2) ORDER BY revision LIMIT $3`,
    [after, until, limit],
  );

/** Whether a revision of (after, until] is a reload. */
export async function hasReload(tx: Tx, after: number, until: number): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    'SELECT FROM revisions WHERE reload AND revision > $1 AND revision <= $2 LIMIT 1',
    [after, until],
  );
  return rows.length > 0;
}

/** The unpublished revisions, inside the snapshot that `tx` is. */
export async function collect(tx: Tx, previous: number): Promise<Collected> {
  const rows = await revisionsBetween(tx, previous, null);
  const revision = Number(rows.at(-1)?.revision ?? previous);
  return { previous, revision, touched: latestTouches(rows) };
}
