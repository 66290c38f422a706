import { type Change, Head, redisKeys } from '@aegis/contracts';
import { EnvelopeError, openEnvelope, platformId, signingKeys } from '@aegis/contracts/node';
import { assertSpecRuns, untilSpecEnds } from '@aegis/stack/testing';
import { Redis } from 'ioredis';
import { redisUrl } from './database.ts';
import { SECRET } from './test-env.ts';

const keys = signingKeys(SECRET);
const platform = platformId(keys[0]?.pinned ?? '');

/** What a gateway sees: Redis, read with the pinned keys. */
export class PublishedView {
  readonly redis: Redis;
  readonly #closed = untilSpecEnds(() => this.close());

  constructor(url = redisUrl()) {
    this.redis = new Redis(url, { maxRetriesPerRequest: 1 });
    this.redis.on('error', () => undefined);
  }

  close(): void {
    this.#closed();
    this.redis.disconnect();
  }

  /** A document's content and revision. @throws EnvelopeError when it is not signed for its place */
  async document(name: string): Promise<{ revision: number; content: Record<string, unknown> } | undefined> {
    const key = redisKeys.document(name);
    const text = await this.redis.get(key);
    if (text === null) return undefined;
    const envelope = openEnvelope(keys, platform, key, text);
    return { revision: envelope.revision, content: JSON.parse(envelope.text) as Record<string, unknown> };
  }

  /** Missing, too, when nobody with our key signed it: a gateway does not believe it then. */
  async head(): Promise<Head | undefined> {
    const text = await this.redis.get(redisKeys.head);
    if (text === null) return undefined;
    try {
      return Head.parse(JSON.parse(openEnvelope(keys, platform, redisKeys.head, text).text));
    } catch (error) {
      if (error instanceof EnvelopeError) return undefined;
      throw error;
    }
  }

  /** Every change in the stream, oldest first. */
  async changes(): Promise<Change[]> {
    const entries = await this.redis.xrange(redisKeys.changes, '-', '+');
    return entries.map(([id, [, text = '']]) => {
      const name = redisKeys.document(`change:${id.split('-')[0]}`);
      return JSON.parse(openEnvelope(keys, platform, name, text).text) as Change;
    });
  }

  /** Until the store holds at least this revision. */
  async until(revision: number): Promise<Head> {
    return eventually(async () => {
      const head = await this.head();
      return head && head.revision >= revision ? head : undefined;
    });
  }
}

/** Asks again until there is an answer; the test's own time-out ends the test, and its end this. */
export async function eventually<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    assertSpecRuns();
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
