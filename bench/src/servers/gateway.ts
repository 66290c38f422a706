import { performance } from 'node:perf_hooks';
import { GatewayHarness } from '@aegis/tests/gateway-harness';
import type { Target } from '../load/wrk.ts';
import { Workers } from '../measure/workers.ts';
import { apiKey, appDocuments, HOST, routePath, type Setup } from './documents.ts';
import { startPlainProxy } from './nginx.ts';
import type { Place } from './place.ts';
import { UsageConsumer } from './usage-consumer.ts';

/** A gateway that is measured, and plain nginx beside it. */
export interface Scene {
  harness: GatewayHarness;
  workers: Workers;
  plainWorkers: Workers;
  /** Milliseconds from the start of nginx until every worker has its configuration. */
  readyMs: number;
  /** A route of the set-up, asked for with an API key unless other headers are given. */
  target: (route: string, headers?: Record<string, string>) => Target;
  /** The same requests to plain nginx. */
  toPlain: (target: Target) => Target;
}

/** As gateways have them: reading them is a good part of a start. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** What curl would send; every subject gets it. */
const usualHeaders = { Host: HOST, 'User-Agent': 'aegis-bench', Accept: '*/*' };

/** Both run as long as the work takes. */
export async function withGateway<T>(
  place: Place,
  setup: Setup,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const nginx = { worker_processes: setup.workers, access_log: 'off' } as const;
  const plain = await startPlainProxy(place, setup.workers);
  try {
    const harness = await GatewayHarness.prepare({ nginx, caFile: AUTHORITIES });
    try {
      const { key, readyMs } = await publishAndStart(harness, setup, place.upstreamPort);
      const consumer = new UsageConsumer(harness);
      const scene = {
        harness,
        readyMs,
        workers: new Workers(() => harness.nginx.workers()),
        plainWorkers: plain.workers,
        ...targets(harness.port, plain.port, key),
      };
      return await work(scene).finally(() => consumer.stop());
    } finally {
      await harness.stop();
    }
  } finally {
    await plain.part.stop();
  }
}

async function publishAndStart(harness: GatewayHarness, setup: Setup, upstreamPort: number) {
  const key = apiKey();
  await setup.fill?.(harness);
  await harness.publisher.publish([...appDocuments(setup, upstreamPort), key.publication]);
  const began = performance.now();
  harness.boot();
  await harness.ready();
  return { key: key.text, readyMs: performance.now() - began };
}

function targets(port: number, plainPort: number, key: string): Pick<Scene, 'target' | 'toPlain'> {
  const origin = `http://127.0.0.1:${port}`;
  return {
    target: (route, headers = { 'X-API-Key': key }) => ({
      url: origin + routePath(route).replace(':id', '42'),
      headers: { ...usualHeaders, ...headers },
    }),
    toPlain: (target) => ({ ...target, url: target.url.replace(origin, `http://127.0.0.1:${plainPort}`) }),
  };
}
