import { setTimeout as delay } from 'node:timers/promises';
import { roles } from '@aegis/migrations';
import pg from 'pg';
import type { Logger } from 'pino';
import { urlFor } from '../database/role-passwords.ts';
import type { Env } from '../env/env.ts';

/** Session-level advisory locks of the service, one number per task that must have one doer. */
export const leaderLocks = {
  publishing: 7_301,
  usage: 7_302,
  keySets: 7_303,
  certificates: 7_304,
  quotas: 7_310,
} as const;

/** How long another admin waits before it asks for the lock again: the time of a takeover. */
const RETRY_MS = 1_000;
/** A lost connection is noticed by this question even when nothing arrives. */
const WATCH_MS = 2_000;

/**
 * The lock must not outlive its holder. A leader that stands still asks nothing any more, and its server ends the
 * session; one whose machine is gone is noticed by keep-alives.
 */
export const leaderSession = `
  SET idle_session_timeout = ${3 * WATCH_MS};
  SET tcp_keepalives_idle = 2;
  SET tcp_keepalives_interval = 2;
  SET tcp_keepalives_count = 2`;

/** Being the leader, as long as the connection that holds the lock lives. */
export interface Lease {
  /** Aborted when the lock is lost or the service stops. */
  readonly signal: AbortSignal;
}

/**
 * Runs `lead` in the one admin that holds the lock; in the others it waits. When `lead` ends or fails, or the
 * connection dies, the lock is free for whoever asks next.
 */
export class Leader {
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly env: Env,
    private readonly logger: Logger,
    private readonly task: keyof typeof leaderLocks,
    private readonly lead: (lease: Lease) => Promise<void>,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#campaign();
      } catch (error) {
        this.logger.warn({ err: error, task: this.task }, 'leader: interrupted');
      }
      await delay(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #campaign(): Promise<void> {
    const client = new pg.Client({
      connectionString: urlFor(this.env.DATABASE_URL, this.env.AEGIS_SECRET, roles.platform),
      application_name: `aegis-admin leader ${this.task}`,
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
      query_timeout: 5_000,
    });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      await client.query(leaderSession);
      const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
        leaderLocks[this.task],
      ]);
      if (rows[0]?.held) await this.#hold(client, lost);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async #hold(client: pg.Client, lost: AbortController): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
    const watch = setInterval(() => {
      client.query('SELECT 1').catch(() => lost.abort());
    }, WATCH_MS);
    this.logger.info({ task: this.task }, 'leader: elected');
    try {
      await this.lead({ signal });
    } finally {
      clearInterval(watch);
      lost.abort();
    }
  }
}
