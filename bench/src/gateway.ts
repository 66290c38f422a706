import { redisKeys, UsageBatch } from '@aegis/contracts';
import { GatewayHarness } from '@aegis/tests/gateway-harness';
import { benchDocuments, ORIGIN, type RouteName, routes } from './documents.ts';
import { type Target, usualHeaders } from './load.ts';
import { Workers } from './workers.ts';

/** A gateway of the benchmark, with a stand-in for the admin's usage consumer: batches are read and acknowledged. */
export interface Gateway {
  workers: Workers;
  target: (route: RouteName) => Target;
  /** What plain nginx is asked for, so that both read the same request. */
  headers: Target['headers'];
  stop: () => Promise<void>;
}

export async function startGateway(workers: number, upstreamPort: number): Promise<Gateway> {
  const harness = await GatewayHarness.prepare({ nginx: { worker_processes: workers, access_log: 'off' } });
  const { documents, key } = benchDocuments(harness.keys.gateway, upstreamPort);
  try {
    await harness.publisher.publish(documents);
    harness.boot();
    await harness.ready();
  } catch (problem) {
    await harness.stop();
    throw problem;
  }
  const consumer = consumeUsage(harness);
  const headers = { ...usualHeaders, 'X-API-Key': key };
  return {
    workers: new Workers(() => harness.nginx.workers()),
    target: (route) => ({
      url: `http://127.0.0.1:${harness.port}${routes[route].path.replace(':id', '42')}`,
      headers: route === 'cors' ? { ...headers, Origin: ORIGIN } : headers,
    }),
    headers,
    stop: async () => {
      await consumer.stop();
      await harness.stop();
    },
  };
}

function consumeUsage(harness: GatewayHarness) {
  let last = '0';
  const turn = async () => {
    const client = harness.redis.client;
    const [[, entries = []] = []] =
      (await client.xread('COUNT', 1_000, 'STREAMS', redisKeys.usage, last)) ?? [];
    for (const [id, fields] of entries) {
      last = id;
      const batch = UsageBatch.parse(JSON.parse(fields[1] ?? ''));
      const worker = `${batch.boot}:${batch.worker}`;
      await client.hset(redisKeys.usageAcknowledged(batch.gateway), worker, batch.sequence);
    }
  };
  let running = turn();
  const timer = setInterval(() => {
    running = running.then(turn);
  }, 1_000);
  const stop = async () => {
    clearInterval(timer);
    await running;
  };
  return { stop };
}
