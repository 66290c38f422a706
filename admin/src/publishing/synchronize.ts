import type { Head } from '@aegis/contracts';
import { catchUp, type Store } from './catch-up.ts';
import { hasReload } from './collect.ts';
import { readHead, type StoredHead, signedHead } from './head.ts';
import { release } from './release.ts';
import { republish } from './republish.ts';
import { beginEpoch, Fenced, type PublisherState } from './store.ts';

/** Seconds after which an unchanged head is written again, so that gateways can tell a store that stands still. */
const FRESH_SECONDS = 60;

export type Synchronized = 'nothing' | 'refreshed' | 'caught up' | 'copied again';

/** Makes Redis hold what Postgres says is published, whatever it holds now. @throws Fenced, Moved, Redis' errors */
export async function synchronize(store: Store, state: PublisherState): Promise<Synchronized> {
  const stored = await readHead(store.redis, store.keys);
  const { head } = stored;
  if (!head) {
    await republish(store, state, stored, false);
    return 'copied again';
  }
  if (isAhead(head, state)) return supersede(store, state, stored, head.epoch);
  if (head.term > state.term) throw new Fenced('a newer leader wrote the head');
  if (head.epoch < state.epoch) {
    await republish(store, state, stored, true);
    return 'copied again';
  }
  if (head.revision < state.revision) return follow(store, state, { ...stored, head });
  return refresh(store, state, { ...stored, head });
}

/** Postgres was restored from a backup: what Redis holds comes from a future that did not happen. */
const isAhead = (head: Head, { epoch, revision }: PublisherState): boolean =>
  head.epoch > epoch || (head.epoch === epoch && head.revision > revision);

async function supersede(
  store: Store,
  state: PublisherState,
  stored: StoredHead,
  epochThere: number,
): Promise<Synchronized> {
  const epoch = epochThere + 1;
  await store.database.asPlatform('publishing begins an epoch', (tx) => beginEpoch(tx, state.term, epoch));
  await republish(store, { ...state, epoch }, stored, true);
  return 'copied again';
}

/** At a reload the head moves without an entry in the stream: gateways see the gap and look at everything again. */
async function follow(
  store: Store,
  state: PublisherState,
  stored: Required<StoredHead>,
): Promise<Synchronized> {
  const reload = await store.database.asPlatform('publishing looks for a reload', (tx) =>
    hasReload(tx, stored.head.revision, state.revision),
  );
  if (!reload) {
    await catchUp(store, state, stored);
    return 'caught up';
  }
  await republish(store, state, stored, false);
  return 'copied again';
}

async function refresh(
  { redis, keys, clock }: Store,
  { term, epoch, revision }: PublisherState,
  { raw, head }: Required<StoredHead>,
): Promise<Synchronized> {
  if (head.term === term && clock.now().getTime() / 1000 - head.time < FRESH_SECONDS) return 'nothing';
  const fresh = signedHead(keys, { term, epoch, revision }, clock.now());
  await release(redis, { expected: raw, term, documents: [], head: fresh });
  return 'refreshed';
}
