import { Head, redisKeys } from '@aegis/contracts';
import { EnvelopeError, openEnvelope, signHead } from '@aegis/contracts/node';
import type { Redis } from 'ioredis';
import type { PublishingKeys } from './keys.ts';

/** What the store says that it holds. The raw text is what a release compares, byte by byte. */
export interface StoredHead {
  raw: string;
  /** Missing when the store is empty, or its head was not signed by this platform. */
  head?: Head;
}

export async function readHead(redis: Redis, keys: PublishingKeys): Promise<StoredHead> {
  const raw = (await redis.get(redisKeys.head)) ?? '';
  if (raw === '') return { raw };
  try {
    const { text } = openEnvelope(keys.readers, keys.platform, redisKeys.head, raw);
    const parsed = Head.safeParse(JSON.parse(text));
    return parsed.success ? { raw, head: parsed.data } : { raw };
  } catch (error) {
    // Garbage in the store is no reason to stop: it is replaced like an empty one.
    if (error instanceof EnvelopeError || error instanceof SyntaxError) return { raw };
    throw error;
  }
}

export const signedHead = (keys: PublishingKeys, head: Omit<Head, 'time'>, now: Date): string =>
  signHead(keys.signer, keys.platform, { ...head, time: Math.floor(now.getTime() / 1000) });
