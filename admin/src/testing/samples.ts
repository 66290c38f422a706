import { redisKeys, type Sample, SampleSummary } from '@aegis/contracts';
import type { Redis } from 'ioredis';

/** A sample as a gateway keeps it. */
export const sampleOf = (change: Partial<Sample> & Pick<Sample, 'request_id'>): Sample => ({
  at_ms: Date.now(),
  kept_because: 'first',
  environment: 'production',
  method: 'GET',
  path: '/orders',
  status: 200,
  duration_ms: 3,
  gateway: 'edge-1',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  host: 'shop.localhost',
  protocol: 'HTTP/1.1',
  client: '192.0.2.7',
  bytes_in: 100,
  bytes_out: 200,
  steps: [{ step: 'resolve', outcome: 'passed', details: { host: 'shop.localhost' } }],
  ...change,
});

/** Puts it where a gateway would. @returns its place in the app's stream */
export async function keepSample(redis: Redis, appId: string, sample: Sample): Promise<string> {
  const summary = JSON.stringify(SampleSummary.strip().parse(sample));
  const { request_id: id } = sample;
  await redis.lpush(redisKeys.sample(appId, id), JSON.stringify(sample));
  return (await redis.xadd(redisKeys.samples(appId), '*', 'id', id, 'summary', summary)) ?? '';
}
