import type { Change } from '@aegis/contracts';
import { signChange } from '@aegis/contracts/node';
import type { Redis } from 'ioredis';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database/database.ts';
import { latestTouches, revisionsBetween } from './collect.ts';
import { type StoredHead, signedHead } from './head.ts';
import type { PublishingKeys } from './keys.ts';
import { type Envelope, RELEASE_BATCH, release } from './release.ts';
import type { PublisherState } from './store.ts';

export interface Store {
  database: Database;
  redis: Redis;
  keys: PublishingKeys;
  clock: Clock;
}

/** One step of a store from its revision towards the published one. */
interface Step {
  change: Change;
  documents: Envelope[];
}

const changedDocuments = `
  SELECT name, revision, envelope FROM documents WHERE revision > $1 AND revision <= $2 ORDER BY revision, name`;

async function stepAfter(
  tx: Tx,
  { epoch, revision: newest }: PublisherState,
  previous: number,
): Promise<Step> {
  const rows = await revisionsBetween(tx, previous, newest);
  const revision = Number(rows.at(-1)?.revision ?? newest);
  const touches = latestTouches(rows);
  const documents = await tx.query<(Envelope & { revision: string })[]>(changedDocuments, [
    previous,
    revision,
  ]);
  const named = documents.map(({ name }) => {
    const fact = touches.get(name)?.fact;
    return { name, ...(fact && { fact }) };
  });
  return { change: { epoch, previous, revision, documents: named }, documents };
}

/**
 * Brings a store that holds an earlier revision to the published one: after an ordinary change, after Redis was
 * away, or after it was rolled back. Everything comes from Postgres, so nothing depends on who was leader before.
 */
export async function catchUp(
  store: Store,
  state: PublisherState,
  from: Required<StoredHead>,
): Promise<void> {
  const { database, redis, keys, clock } = store;
  let expected = from.raw;
  let at = from.head.revision;
  while (at < state.revision) {
    const previous = at;
    const { change, documents } = await database.asPlatform('publishing sees all documents', (tx) =>
      stepAfter(tx, state, previous),
    );
    const last = documents.splice(Math.max(0, documents.length - RELEASE_BATCH));
    for (let i = 0; i < documents.length; i += RELEASE_BATCH) {
      await release(redis, { expected, term: state.term, documents: documents.slice(i, i + RELEASE_BATCH) });
    }
    const { term, epoch } = state;
    const head = signedHead(keys, { term, epoch, revision: change.revision }, clock.now());
    const text = signChange(keys.signer, keys.platform, change);
    await release(redis, {
      expected,
      term,
      documents: last,
      head,
      change: { revision: change.revision, text },
    });
    expected = head;
    at = change.revision;
  }
}
