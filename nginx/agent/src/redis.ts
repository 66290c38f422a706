import { Redis } from 'ioredis';

/** A connection that fails at once while Redis is away, and comes back by itself with jitter. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000) + Math.random() * 500,
  });
  // Every call reports its own failure; without a listener the event would end the process.
  redis.on('error', () => undefined);
  return redis;
}
