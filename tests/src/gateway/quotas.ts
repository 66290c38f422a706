import {
  type AppDocument,
  calendarPeriod,
  QuotaReached,
  type QuotaRecord,
  quotaLedger,
  redisKeys,
} from '@aegis/contracts';
import type { Redis } from 'ioredis';
import { appDocument, ids } from './documents.ts';
import { nextId, type Scene } from './traffic.ts';

export const QUOTA_READOUT = '/.well-known/aegis/quota';

export function quota(settings: Partial<QuotaRecord> = {}): QuotaRecord {
  return {
    id: nextId(),
    name: 'monthly',
    amount: 5,
    period: 'month',
    counted_by: 'app',
    kind: 'hard',
    time_zone: 'UTC',
    zone: [{ from: 0, offset_s: 0 }],
    applies_to_app: true,
    ...settings,
  };
}

export const quotasDocument = (quotas: QuotaRecord[], app: Partial<AppDocument> = {}) =>
  appDocument({ quotas, ...app });

const periodNow = (record: QuotaRecord): string =>
  calendarPeriod(record.period, record.zone, Date.now() / 1_000).name;

/** Stands in for the admin: seeds ledgers, hears what gateways tell. */
export class QuotaOffice {
  readonly #redis: Redis;
  #epochs = 0;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @param used tenant → used before, as the stored usage says */
  async seed(record: QuotaRecord, used: Record<string, number> = {}): Promise<void> {
    const ranking = redisKeys.quotaRanking(ids.app, quotaLedger(record), 'production', periodNow(record));
    for (const [tenant, count] of Object.entries(used)) {
      await this.#redis.hset(`${ranking}:${tenant}`, { used: count, held: count });
      await this.#redis.zadd(ranking, count, tenant);
    }
    this.#epochs += 1;
    await this.#redis.hset(redisKeys.quotaEpochs(ids.app), quotaLedger(record), `epoch ${this.#epochs}`);
  }

  /** What the fleet used and holds, as Redis has it. */
  async counted(record: QuotaRecord, tenant = '', environment: 'production' | 'staging' = 'production') {
    const ranking = redisKeys.quotaRanking(ids.app, quotaLedger(record), environment, periodNow(record));
    const { used = '0', held = '0' } = await this.#redis.hgetall(`${ranking}:${tenant}`);
    return { used: Number(used), held: Number(held) };
  }

  /** What each worker holds and has not reported as used. */
  async leases(record: QuotaRecord): Promise<number[]> {
    const ranking = redisKeys.quotaRanking(ids.app, quotaLedger(record), 'production', periodNow(record));
    const fields = await this.#redis.hgetall(`${ranking}:`);
    return Object.entries(fields).flatMap(([name, held]) =>
      name.startsWith('held:') ? [Number(held) - Number(fields[`used:${name.slice(5)}`])] : [],
    );
  }

  /** Ids of quotas whose ledgers gateways asked for. */
  async asked(): Promise<string[]> {
    return (await this.#entries('seed')).map(({ quota_id }) => String(quota_id));
  }

  async reached(record: QuotaRecord): Promise<QuotaReached[]> {
    const all = (await this.#entries('reached')).map((entry) => QuotaReached.parse(entry));
    return all.filter(({ quota_id }) => quota_id === record.id);
  }

  async #entries(field: string): Promise<Record<string, unknown>[]> {
    const entries = await this.#redis.xrange(redisKeys.quotas, '-', '+');
    return entries.flatMap(([, [name, text]]) =>
      name === field ? [JSON.parse(text ?? '') as Record<string, unknown>] : [],
    );
  }
}

/** What callers and the admin do in a spec of quotas. `place` is asked when a step is taken. */
export function quotaSteps(place: () => { scene: Scene; office: QuotaOffice }) {
  const get = (key: string, path = '/') => place().scene.get(path, { 'x-api-key': key });
  const publish = (...quotas: QuotaRecord[]) => place().scene.gateway.publish([quotasDocument(quotas)]);
  return {
    get,
    publish,
    /** Of calls one after the other. */
    statuses: async (key: string, count: number): Promise<number[]> => {
      const list: number[] = [];
      for (let i = 0; i < count; i += 1) list.push((await get(key)).status);
      return list;
    },
    /** Publishes it with its ledger. @param used tenant → used before */
    start: async (settings: Partial<QuotaRecord> = {}, used: Record<string, number> = {}) => {
      const record = quota(settings);
      await place().office.seed(record, used);
      await publish(record);
      return record;
    },
    readout: async (key: string) => {
      const answer = await get(key, QUOTA_READOUT);
      if (answer.status !== 200) throw new Error(`the read-out answered ${answer.status} ${answer.text}`);
      return (answer.json() as { quotas: Record<string, unknown>[] }).quotas;
    },
  };
}
