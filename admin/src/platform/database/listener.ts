import { roles } from '@aegis/migrations';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import pg from 'pg';
import type { Logger } from 'pino';
import { ENV, type Env } from '../env/env.ts';
import { LOGGER } from '../logging/logger.ts';
import { reconnectDelay } from '../redis/redis.ts';
import { urlFor } from './role-passwords.ts';

type Heard = (payload: string) => void;

/**
 * LISTEN on one connection of its own. Notifications are only a wake-up: what is lost while the connection is
 * away is found by whoever listens (each handler is called once after every reconnect, and polls besides).
 */
@Injectable()
export class Listener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #handlers = new Map<string, Heard[]>();
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #attempt = 0;
  #closed = false;

  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** `channel` is a constant of our source code. */
  on(channel: string, heard: Heard): void {
    this.#handlers.set(channel, [...(this.#handlers.get(channel) ?? []), heard]);
    if (this.#client) void this.#client.query(`LISTEN ${channel}`).catch(() => undefined);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#connect();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const url = urlFor(this.env.DATABASE_URL, this.env.AEGIS_SECRET, roles.platform);
    const client = new pg.Client({
      connectionString: url,
      application_name: 'aegis-admin listener',
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''));
    client.on('error', (error) => this.logger.warn({ reason: error.message }, 'database: listener lost'));
    client.on('end', () => this.#reconnect(client));
    try {
      await client.connect();
      this.#client = client;
      this.#attempt = 0;
      for (const channel of this.#handlers.keys()) await client.query(`LISTEN ${channel}`);
      for (const channel of this.#handlers.keys()) this.#tell(channel, '');
    } catch (error) {
      this.logger.warn({ reason: (error as Error).message }, 'database: listener cannot connect');
      await client.end().catch(() => undefined);
      this.#reconnect(client);
    }
  }

  #tell(channel: string, payload: string): void {
    for (const heard of this.#handlers.get(channel) ?? []) heard(payload);
  }

  /** Once per lost connection: `end` and a failed connect may both report the same one. */
  #reconnect(lost: pg.Client): void {
    if (this.#client === lost) this.#client = undefined;
    if (this.#closed || this.#client || this.#retry) return;
    this.#attempt += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, reconnectDelay(this.#attempt));
  }
}
