import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { isUnstorable } from '../../platform/database/errors.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Leader, type Lease } from '../../platform/leader/leader.ts';
import { whileLeading } from '../../platform/leader/while-leading.ts';
import { LOGGER } from '../../platform/logging/logger.ts';
import { RedisClients } from '../../platform/redis/redis.ts';
import { ingest } from './ingest.ts';
import { type Delivery, UsageStream } from './usage-stream.ts';
import { UsageUpkeep } from './usage-upkeep.ts';

/** Brings what gateways counted into Postgres: one admin at a time, so that batches of a worker stay in order. */
@Injectable()
export class UsageConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #leader: Leader;
  readonly #stream: UsageStream;
  #away = false;

  constructor(
    @Inject(ENV) env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
    private readonly upkeep: UsageUpkeep,
    private readonly clock: Clock,
    redis: RedisClients,
  ) {
    this.#stream = new UsageStream(redis.state, redis.blocking('state'));
    this.#leader = new Leader(env, logger, 'usage', (lease) => this.#lead(lease));
  }

  onApplicationBootstrap(): void {
    this.#leader.start();
  }

  /** Before the connections close that it works with. */
  async onModuleDestroy(): Promise<void> {
    await this.#leader.stop();
  }

  async #lead(lease: Lease): Promise<void> {
    await this.upkeep.partitions();
    await whileLeading(
      lease,
      () => this.#consume(lease.signal),
      (error) => {
        if (!this.#away) this.logger.warn({ err: error }, 'usage: interrupted');
        this.#away = true;
      },
    );
  }

  /** Redis or Postgres may go away, or the stream be emptied with its group: then it begins again with what is pending. */
  async #consume(signal: AbortSignal): Promise<void> {
    await this.#stream.open();
    await this.#drainPending(signal);
    while (!signal.aborted) await this.#take(await this.#stream.next(this.clock.now()));
  }

  async #drainPending(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const delivery = await this.#stream.pending(this.clock.now());
      if (delivery.ids.length === 0) return;
      await this.#take(delivery);
    }
  }

  async #take(delivery: Delivery): Promise<void> {
    for (const refusal of delivery.refused) this.logger.error(refusal, 'usage: a batch cannot be read');
    if (delivery.batches.length > 0) await this.#ingest(delivery);
    await this.#stream.acknowledge(delivery);
    this.#away = false;
  }

  /** One batch that Postgres cannot hold must not hold up the rest: then each goes alone, and that one is dropped. */
  async #ingest({ batches }: Delivery): Promise<void> {
    try {
      await ingest(this.database, batches);
    } catch (error) {
      if (!isUnstorable(error)) throw error;
      this.logger.warn({ err: error }, 'usage: batches go one by one');
      for (const batch of batches) {
        await ingest(this.database, [batch]).catch((cause: unknown) => {
          if (!isUnstorable(cause)) throw cause;
          const { gateway, worker, sequence } = batch;
          this.logger.error({ err: cause, gateway, worker, sequence }, 'usage: a batch is refused');
        });
      }
    }
  }
}
