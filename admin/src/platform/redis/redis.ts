import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { ENV, type Env } from '../env/env.ts';
import { LOGGER } from '../logging/logger.ts';

/** Waits between reconnects, with jitter so that several processes do not come back at the same moment. */
export const reconnectDelay = (attempt: number): number =>
  Math.min(100 * 2 ** Math.min(attempt, 5), 2_000) * (0.5 + Math.random() / 2);

/** The two Redis roles. Commands fail at once while the server is away; callers decide what that means. */
@Injectable()
export class RedisClients implements OnApplicationShutdown {
  readonly config: Redis;
  readonly state: Redis;
  readonly #opened: Redis[] = [];

  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.config = this.#open(env.AEGIS_REDIS_CONFIG_URL, 'config');
    this.state = this.#open(env.AEGIS_REDIS_STATE_URL, 'state');
  }

  /** A connection of its own for commands that block (`XREADGROUP BLOCK`). Closed at shutdown with the others. */
  blocking(role: 'config' | 'state'): Redis {
    return this.#open(
      role === 'config' ? this.env.AEGIS_REDIS_CONFIG_URL : this.env.AEGIS_REDIS_STATE_URL,
      `${role} (blocking)`,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    for (const client of this.#opened) client.disconnect();
  }

  #open(url: string, role: string): Redis {
    const client = new Redis(url, {
      connectionName: `aegis-admin ${role}`,
      connectTimeout: 2_000,
      maxRetriesPerRequest: 1,
      enableOfflineQueue: true,
      retryStrategy: reconnectDelay,
    });
    let away = false;
    client.on('error', (error: Error) => {
      if (!away) this.logger.warn({ role, reason: error.message }, 'redis: away');
      away = true;
    });
    client.on('ready', () => {
      if (away) this.logger.info({ role }, 'redis: back');
      away = false;
    });
    this.#opened.push(client);
    return client;
  }
}
