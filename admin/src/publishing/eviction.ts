import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/**
 * A Redis that evicts would lose documents and usage without a word. Said in the log at every election; a server
 * that does not show its settings cannot be asked.
 */
export async function warnOfEviction(redis: Redis, role: 'config' | 'state', logger: Logger): Promise<void> {
  const reply = (await redis.config('GET', 'maxmemory-policy').catch(() => [])) as string[];
  const policy = reply[1];
  if (policy === undefined || policy === 'noeviction') return;
  logger.error(
    { role, policy },
    'redis: set maxmemory-policy to noeviction; documents and usage can be lost',
  );
}
