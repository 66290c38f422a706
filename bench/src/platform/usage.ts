import { performance } from 'node:perf_hooks';
import { LATENCY_BOUNDS_MS, redisKeys, type UsageBatch, type UsageRow } from '@aegis/contracts';
import { type StackFile, waitUntil } from '@aegis/stack';
import { Redis } from 'ioredis';

const GATEWAY = 'bench';
const ROWS = 1_000;

/** What a worker tells of a busy second: a thousand apps, the next thousand in the batch after it. */
function batchOf(sequence: number, from: number, apps: readonly string[]): UsageBatch {
  const rows = Array.from({ length: ROWS }, (_, i): UsageRow => {
    const requests = 1 + ((i * 7) % 50);
    const histogram = Array<number>(LATENCY_BOUNDS_MS.length + 1).fill(0);
    histogram[i % 4] = requests;
    return {
      app_id: apps[(sequence * ROWS + i) % apps.length] ?? '',
      environment: 'production',
      tenant: `tenant-${i % 100}`,
      key_id: '',
      route_id: '',
      status_class: 2,
      requests,
      refused: 0,
      bytes_in: requests * 100,
      bytes_out: requests * 800,
      latency_ms: requests * 3,
      histogram,
    };
  });
  return { gateway: GATEWAY, boot: 'bench', worker: 0, sequence, from, to: from + 1, rows };
}

/** Ships so many batches at once. @returns rows a second, until the admin has acknowledged the last */
export async function ingestRate(
  { redis: url }: StackFile,
  apps: readonly string[],
  batches: number,
): Promise<number> {
  const redis = new Redis(url);
  try {
    // A batch never crosses the hour.
    const from = Math.floor(Date.now() / 3_600_000) * 3_600;
    const texts = Array.from({ length: batches }, (_, i) => JSON.stringify(batchOf(i + 1, from, apps)));
    const began = performance.now();
    for (const text of texts) void redis.xadd(redisKeys.usage, '*', 'batch', text);
    await waitUntil(
      'the usage to be stored',
      async () => Number(await redis.hget(redisKeys.usageAcknowledged(GATEWAY), 'bench:0')) >= batches,
      { timeoutMs: 120_000 },
    );
    return (batches * ROWS * 1_000) / (performance.now() - began);
  } finally {
    redis.disconnect();
  }
}
