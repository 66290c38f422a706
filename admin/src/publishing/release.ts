import { redisKeys, streamBounds } from '@aegis/contracts';
import type { Redis } from 'ioredis';
import { Fenced } from './store.ts';

/**
 * The only thing that writes configuration into Redis. It compares the whole head with the one that its caller
 * read, so that a leader that was paused in between cannot overwrite what a newer one wrote.
 *
 * KEYS head, changes, documents…; ARGV expected head, own term, new head ("" leaves it), change's revision ("" none),
 * change, bound of the stream, "1" to begin the stream anew, envelopes…
 */
const script = `
  local head = redis.call('GET', KEYS[1]) or ''
  if head ~= ARGV[1] then
    local ok, value = pcall(cjson.decode, string.match(head, '\\n(.*)$') or '')
    local term = ok and type(value) == 'table' and tonumber(value.term) or 0
    return term > tonumber(ARGV[2]) and 'fenced' or 'moved'
  end
  if ARGV[7] == '1' then redis.call('DEL', KEYS[2]) end
  for i = 3, #KEYS do redis.call('SET', KEYS[i], ARGV[i + 5]) end
  if ARGV[4] ~= '' then
    -- Fails only when the stream already has the entry: then a head was lost, and the entry stands.
    redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', ARGV[6], ARGV[4] .. '-0', 'change', ARGV[5])
  end
  if ARGV[3] ~= '' then redis.call('SET', KEYS[1], ARGV[3]) end
  return 'ok'
`;

export interface Envelope {
  name: string;
  envelope: string;
}

export interface ReleaseStep {
  /** The head as it was read; empty for an empty store. */
  expected: string;
  term: number;
  documents: readonly Envelope[];
  /** Absent: documents only, the head follows with the last step. */
  head?: string;
  change?: { revision: number; text: string };
  /** The stream's numbers no longer fit: a new epoch starts it again. */
  restartChanges?: boolean;
}

/** The store was changed by somebody since its head was read: read it again and decide anew. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

/** Writes one step, all of it or nothing. @throws Fenced for a newer leader's store, Moved for any other change */
export async function release(redis: Redis, step: ReleaseStep): Promise<void> {
  const names = step.documents.map(({ name }) => redisKeys.document(name));
  const keys = [redisKeys.head, redisKeys.changes, ...names];
  const verdict = await redis.eval(
    script,
    keys.length,
    ...keys,
    step.expected,
    step.term,
    step.head ?? '',
    step.change?.revision ?? '',
    step.change?.text ?? '',
    streamBounds.changes,
    step.restartChanges ? '1' : '0',
    ...step.documents.map(({ envelope }) => envelope),
  );
  if (verdict === 'fenced') throw new Fenced('a newer leader wrote the head');
  if (verdict !== 'ok') throw new Moved('the head is not the expected one');
}

/** Documents of one script call: large enough to be fast, small enough not to hold Redis up. */
export const RELEASE_BATCH = 200;
