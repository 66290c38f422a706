import { QuotaReached, QuotaSeedAsked, redisKeys } from '@aegis/contracts';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Database } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import { Leader } from '../../platform/leader/leader.ts';
import { whileLeading } from '../../platform/leader/while-leading.ts';
import { LOGGER } from '../../platform/logging/logger.ts';
import { RedisClients } from '../../platform/redis/redis.ts';
import { QuotaLedger } from './ledger.ts';
import { QuotaNotices } from './notices.ts';
import type { QuotaRow } from './quota-record.ts';

const BLOCK_MS = 1_000;
const COUNT = 100;

/** Answers what gateways tell and ask about quotas: one admin at a time, each entry until it is done with. */
@Injectable()
export class QuotaOffice implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #leader: Leader;
  readonly #blocking: Redis;

  constructor(
    @Inject(ENV) env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
    private readonly ledger: QuotaLedger,
    private readonly notices: QuotaNotices,
    private readonly redis: RedisClients,
  ) {
    this.#blocking = redis.blocking('state');
    this.#leader = new Leader(env, logger, 'quotas', (lease) =>
      whileLeading(
        lease,
        () => this.#hear(),
        (error) => logger.warn({ err: error }, 'quotas: interrupted'),
      ),
    );
  }

  onApplicationBootstrap(): void {
    this.#leader.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#leader.stop();
  }

  /** Entries go when they are done with, so that the stream always begins with what is not. */
  async #hear(): Promise<void> {
    const key = redisKeys.quotas;
    const found = await this.#blocking.xread('COUNT', COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', key, '0');
    for (const [id, [field, text]] of found?.[0]?.[1] ?? []) {
      await this.#handle(field, text);
      await this.redis.state.xdel(key, id);
    }
  }

  async #handle(field: string | undefined, text: string | undefined): Promise<void> {
    const content = parse(text);
    const [asked, reached] = [QuotaSeedAsked.safeParse(content), QuotaReached.safeParse(content)];
    if (field === 'seed' && asked.success) await this.#seed(asked.data);
    else if (field === 'reached' && reached.success) await this.notices.reached(reached.data);
    else this.logger.error({ field }, 'quotas: an entry cannot be read');
  }

  async #seed({ app_id, quota_id }: QuotaSeedAsked): Promise<void> {
    const [quota] = await this.database.asPlatform('a quota of some company', (tx) =>
      tx.query<QuotaRow[]>('SELECT id, name, settings FROM quotas WHERE id = $1 AND app_id = $2', [
        quota_id,
        app_id,
      ]),
    );
    if (quota) await this.ledger.seed(app_id, quota);
  }
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
