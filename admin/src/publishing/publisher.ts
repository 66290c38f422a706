import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Changes } from '../platform/changes/changes.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { Listener } from '../platform/database/listener.ts';
import { ENV, type Env } from '../platform/env/env.ts';
import { Leader, type Lease } from '../platform/leader/leader.ts';
import { Wake } from '../platform/leader/wake.ts';
import { LOGGER } from '../platform/logging/logger.ts';
import { MailOutbox } from '../platform/mail/outbox.ts';
import { RedisClients } from '../platform/redis/redis.ts';
import type { Store } from './catch-up.ts';
import { Confirm } from './confirm.ts';
import { warnOfEviction } from './eviction.ts';
import { PublishingKeys } from './keys.ts';
import { prepare, signAgain } from './prepare.ts';
import { Proofs } from './proofs.ts';
import { type Press, publishOnce } from './publish.ts';
import { PublishingMetrics } from './publishing-metrics.ts';
import { Moved } from './release.ts';
import { beginTerm, Fenced, readState } from './store.ts';
import { synchronize } from './synchronize.ts';

/** The slow look behind the notifications: pending revisions, and whether Redis still holds what it should. */
const POLL_MS = 1_000;

/** Publishes saved changes: one admin leads, the others wait to take over. */
@Injectable()
export class Publisher implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #leader: Leader;
  readonly #wake = new Wake();
  readonly #press: Press;
  readonly #store: Store;
  /** Said once, until Redis is back. */
  #waiting = false;

  constructor(
    @Inject(ENV) env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly listener: Listener,
    private readonly confirm: Confirm,
    private readonly redis: RedisClients,
    keys: PublishingKeys,
    clock: Clock,
    proofs: Proofs,
    outbox: MailOutbox,
    private readonly metrics: PublishingMetrics,
  ) {
    this.#press = { database, env, keys, proofs: proofs.all, outbox };
    this.#store = { database, redis: redis.config, keys, clock };
    this.#leader = new Leader(env, logger, 'publishing', (lease) => this.#lead(lease));
  }

  onApplicationBootstrap(): void {
    this.listener.on('aegis_revisions', () => this.#wake.ring());
    this.#leader.start();
  }

  /** Before the connections close that it works with. */
  async onModuleDestroy(): Promise<void> {
    await this.#leader.stop();
  }

  async #lead({ signal }: Lease): Promise<void> {
    const { term } = await this.database.asPlatform('publishing begins its term', beginTerm);
    this.logger.info({ term }, 'publishing: a term begins');
    await warnOfEviction(this.redis.config, 'config', this.logger);
    await warnOfEviction(this.redis.state, 'state', this.logger);
    const signed = await signAgain(this.#press);
    if (signed > 0) this.logger.warn({ documents: signed }, 'publishing: signed again with a new key');
    await prepare(this.#press, this.changes);
    const ended = new AbortController();
    const confirming = this.confirm.run(AbortSignal.any([signal, ended.signal]));
    try {
      while (!signal.aborted) {
        await this.#turn(term);
        await this.#wake.wait(POLL_MS, signal);
      }
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      this.logger.warn({ term }, 'publishing: a newer leader exists, this one stops');
    } finally {
      ended.abort();
      await confirming;
    }
  }

  /** Everything that waits, into Postgres and then into Redis. */
  async #turn(term: number): Promise<void> {
    for (;;) {
      const published = await publishOnce(this.#press, term);
      if (!published) break;
      const { revision, signed, refused } = published;
      this.metrics.published(signed.length, refused.length);
      this.logger.info({ revision, documents: signed.length }, 'publishing: signed');
      for (const refusal of refused) this.logger.error({ revision, ...refusal }, 'publishing: refused');
    }
    const state = await this.database.asPlatform('publishing reads its state', (tx) => readState(tx, term));
    try {
      this.metrics.synchronized(await synchronize(this.#store, state), state.revision);
      if (this.#waiting)
        this.logger.info({ revision: state.revision }, 'publishing: Redis has everything again');
      this.#waiting = false;
    } catch (error) {
      if (error instanceof Fenced) throw error;
      if (error instanceof Moved) return this.#wake.ring();
      // Redis is away: what is published waits in Postgres, and the next turn tries again.
      if (!this.#waiting) this.logger.warn({ err: error }, 'publishing: Redis does not take the documents');
      this.#waiting = true;
    }
  }
}
