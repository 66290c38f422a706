import { redisKeys, type UsageBatch, type UsageRow } from '@aegis/contracts';
import type { Redis } from 'ioredis';

let sequence = 0;

/** One counter row; latencies in the bucket above 5 and up to 10 ms. */
export const usageRow = (row: Partial<UsageRow> & Pick<UsageRow, 'app_id'>): UsageRow => {
  const requests = row.requests ?? 1;
  return {
    environment: 'production',
    tenant: '',
    key_id: '',
    route_id: '',
    status_class: 2,
    requests,
    refused: 0,
    bytes_in: requests * 10,
    bytes_out: requests * 100,
    latency_ms: requests * 7,
    histogram: [0, 0, 0, requests, ...Array<number>(10).fill(0)],
    ...row,
  };
};

/** The next batch of one worker. */
export function usageBatch(rows: UsageRow[], at: Date = new Date(), gateway = 'spec'): UsageBatch {
  sequence += 1;
  const from = Math.floor(at.getTime() / 1000);
  return { gateway, boot: 'first', worker: 0, sequence, from, to: from + 1, rows };
}

export const ship = (redis: Redis, batch: UsageBatch): Promise<string | null> =>
  redis.xadd(redisKeys.usage, '*', 'batch', JSON.stringify(batch));
