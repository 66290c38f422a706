import type { Tx } from '../platform/database/database.ts';

/** Signed texts and refusals of one publishing, on their way into Postgres. */
export interface Publication {
  revision: number;
  signed: { name: string; revision: number; envelope: string }[];
  refused: { name: string; reason: string }[];
}

export interface PublisherState {
  term: number;
  epoch: number;
  /** Newest revision whose documents are stored signed. */
  revision: number;
}

interface StateRow {
  term: string;
  epoch: string;
  revision: string;
}
const columns = 'term, epoch, revision';

/** Another admin was elected meanwhile: whoever sees this stops publishing. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

const stateOf = (row: StateRow): PublisherState => ({
  term: Number(row.term),
  epoch: Number(row.epoch),
  revision: Number(row.revision),
});

/** The next term. Everything that an earlier leader still tries is refused from now on. */
export async function beginTerm(tx: Tx): Promise<PublisherState> {
  const [rows] = await tx.query<[StateRow[], number]>(
    `UPDATE publisher SET term = term + 1 RETURNING ${columns}`,
  );
  const [row] = rows;
  if (!row) throw new Error('the publisher has no row');
  return stateOf(row);
}

/** @throws Fenced */
export async function readState(tx: Tx, term: number): Promise<PublisherState> {
  const [row] = await tx.query<StateRow[]>(`SELECT ${columns} FROM publisher`);
  if (!row || Number(row.term) !== term) throw new Fenced('a newer term has begun');
  return stateOf(row);
}

// In the order in which changes lock what they touch: otherwise each could hold what the other waits for.
const lockDocuments = 'SELECT FROM documents WHERE name = ANY($1) ORDER BY name FOR UPDATE';

const storeSigned = `
  INSERT INTO documents (name, wanted_revision, wanted_at, revision, envelope)
    SELECT name, revision, now(), revision, envelope
    FROM unnest($1::text[], $2::bigint[], $3::text[]) AS signed (name, revision, envelope)
  ON CONFLICT (name) DO UPDATE
    SET revision = EXCLUDED.revision, envelope = EXCLUDED.envelope, refused_reason = NULL`;

const storeRefused = `
  UPDATE documents SET refused_reason = refused.reason
  FROM unnest($1::text[], $2::text[]) AS refused (name, reason) WHERE documents.name = refused.name`;

/** Stores a publication, if the term is still ours and nobody published meanwhile. @throws Fenced */
export async function store(
  tx: Tx,
  term: number,
  previous: number,
  { revision, signed, refused }: Publication,
): Promise<void> {
  const [, moved] = await tx.query<[unknown, number]>(
    'UPDATE publisher SET revision = $1 WHERE term = $2 AND revision = $3',
    [revision, term, previous],
  );
  if (moved !== 1) throw new Fenced('a newer term has begun');
  await tx.query(lockDocuments, [[...signed, ...refused].map(({ name }) => name)]);
  await tx.query(storeSigned, [
    signed.map(({ name }) => name),
    signed.map((document) => document.revision),
    signed.map(({ envelope }) => envelope),
  ]);
  if (refused.length > 0) {
    await tx.query(storeRefused, [refused.map(({ name }) => name), refused.map(({ reason }) => reason)]);
  }
}

/** @throws Fenced */
export async function beginEpoch(tx: Tx, term: number, epoch: number): Promise<void> {
  const [, changed] = await tx.query<[unknown, number]>('UPDATE publisher SET epoch = $2 WHERE term = $1', [
    term,
    epoch,
  ]);
  if (changed !== 1) throw new Fenced('a newer term has begun');
}
