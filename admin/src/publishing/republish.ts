import type { Store } from './catch-up.ts';
import { type StoredHead, signedHead } from './head.ts';
import { type Envelope, RELEASE_BATCH, release } from './release.ts';
import type { PublisherState } from './store.ts';

const allDocuments = `
  SELECT name, envelope FROM documents WHERE envelope IS NOT NULL AND name > $1 ORDER BY name LIMIT ${RELEASE_BATCH}`;

/**
 * Copies every stored text into a store that is empty or foreign, the head last: until then gateways see no
 * configuration there and keep what they have.
 */
export async function republish(
  { database, redis, keys, clock }: Store,
  { term, epoch, revision }: PublisherState,
  from: StoredHead,
  restartChanges: boolean,
): Promise<number> {
  let after = '';
  let copied = 0;
  for (;;) {
    const documents = await database.asPlatform('publishing sees all documents', (tx) =>
      tx.query<Envelope[]>(allDocuments, [after]),
    );
    if (documents.length === 0) break;
    await release(redis, { expected: from.raw, term, documents });
    copied += documents.length;
    after = documents.at(-1)?.name ?? after;
  }
  const head = signedHead(keys, { term, epoch, revision }, clock.now());
  await release(redis, { expected: from.raw, term, documents: [], head, restartChanges });
  return copied;
}
