import { randomUUID } from 'node:crypto';
import {
  type CalendarPeriod,
  calendarPeriod,
  type Environment,
  environments,
  type QuotaRecord,
  quotaLedger,
  redisKeys,
} from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { ChainableCommander } from 'ioredis';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { RedisClients } from '../../platform/redis/redis.ts';
import { type QuotaRow, quotaRecord } from './quota-record.ts';

/** Counters stay for a day after their period, for late reports. */
const KEPT_SECONDS = 86_400;
/** Commands of one round trip. */
const BATCH = 2_000;

/** Tenants that a read-out tells. */
const MOST = 100;

interface PeriodUsage {
  period: CalendarPeriod;
  items: { tenant: string; used: number }[];
}

interface Used {
  environment: Environment;
  tenant: string;
  used: string;
}

/**
 * Requests that reached a backend since a moment, to the hour: what gateways count when a quota lets it pass. Zones
 * whose hours begin at half past take the whole hour.
 */
const usedSince = `
  SELECT environment, CASE WHEN $2 THEN tenant ELSE '' END AS tenant, sum(requests - refused) AS used
  FROM usage_hours_by_caller
  WHERE app_id = $1 AND hour >= date_trunc('hour', to_timestamp($3))
  GROUP BY 1, 2`;

/** What Redis knows of quotas: the counters of the current period, and whether it holds them at all. */
@Injectable()
export class QuotaLedger {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly redis: RedisClients,
  ) {}

  periodOf({ period, zone }: QuotaRecord): CalendarPeriod {
    return calendarPeriod(period, zone, this.clock.now().getTime() / 1_000);
  }

  /**
   * Gives a store that does not know the quota what was used of its current period. Counters come first and the
   * epoch last: until then gateways wait. One admin at a time.
   */
  async seed(appId: string, quota: QuotaRow): Promise<void> {
    const record = quotaRecord(quota);
    if (await this.#isKnown(appId, record)) return;
    const period = this.periodOf(record);
    const rows = await this.#stored(appId, record, period);
    for (const environment of environments) await this.#clear(appId, record, environment, period);
    for (let from = 0; from < rows.length; from += BATCH) {
      const pipeline = this.redis.state.pipeline();
      for (const row of rows.slice(from, from + BATCH)) this.#write(pipeline, appId, record, row, period);
      await done(pipeline);
    }
    await this.redis.state.hset(redisKeys.quotaEpochs(appId), quotaLedger(record), randomUUID());
  }

  /**
   * Tenants by what they used in the current period, most first. A quota that no gateway has met yet is told from
   * stored usage. @param only one tenant, also where it used nothing
   */
  async used(appId: string, quota: QuotaRow, environment: Environment, only?: string): Promise<PeriodUsage> {
    const record = quotaRecord(quota);
    const period = this.periodOf(record);
    const items = (await this.#isKnown(appId, record))
      ? await this.#counted(appId, record, environment, period, only)
      : (await this.#stored(appId, record, period))
          .filter((row) => row.environment === environment && (only === undefined || row.tenant === only))
          .map(({ tenant, used }) => ({ tenant, used: Number(used) }))
          .sort((a, b) => b.used - a.used)
          .slice(0, MOST);
    return { period, items: only !== undefined && items.length === 0 ? [{ tenant: only, used: 0 }] : items };
  }

  async #isKnown(appId: string, record: QuotaRecord): Promise<boolean> {
    return (await this.redis.state.hexists(redisKeys.quotaEpochs(appId), quotaLedger(record))) === 1;
  }

  #stored(appId: string, record: QuotaRecord, { starts }: CalendarPeriod): Promise<Used[]> {
    return this.database.asPlatform('what was used of a quota', (tx) =>
      tx.query<Used[]>(usedSince, [appId, record.counted_by === 'tenant', starts]),
    );
  }

  async #counted(
    appId: string,
    record: QuotaRecord,
    environment: Environment,
    period: CalendarPeriod,
    only: string | undefined,
  ): Promise<PeriodUsage['items']> {
    const ranking = redisKeys.quotaRanking(appId, quotaLedger(record), environment, period.name);
    if (only !== undefined) {
      const score = await this.redis.state.zscore(ranking, only);
      return [{ tenant: only, used: Number(score ?? 0) }];
    }
    const flat = await this.redis.state.zrevrange(ranking, 0, MOST - 1, 'WITHSCORES');
    return flat.flatMap((tenant, i) => (i % 2 === 0 ? [{ tenant, used: Number(flat[i + 1]) }] : []));
  }

  /** Counters without an epoch are remains of a store that lost only a part. */
  async #clear(appId: string, record: QuotaRecord, environment: Environment, period: CalendarPeriod) {
    const ranking = redisKeys.quotaRanking(appId, quotaLedger(record), environment, period.name);
    const tenants = await this.redis.state.zrange(ranking, '0', '-1');
    const pipeline = this.redis.state.pipeline().del(ranking);
    for (const tenant of tenants) pipeline.del(`${ranking}:${tenant}`);
    await done(pipeline);
  }

  #write(
    pipeline: ChainableCommander,
    appId: string,
    record: QuotaRecord,
    { environment, tenant, used }: Used,
    period: CalendarPeriod,
  ): void {
    const ranking = redisKeys.quotaRanking(appId, quotaLedger(record), environment, period.name);
    const counter = `${ranking}:${tenant}`;
    pipeline.hset(counter, { used, held: used }).expireat(counter, period.ends + KEPT_SECONDS);
    pipeline.zadd(ranking, used, tenant).expireat(ranking, period.ends + KEPT_SECONDS);
  }
}

/** A pipeline answers errors as values. */
async function done(pipeline: ChainableCommander): Promise<void> {
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}
