import { performance } from 'node:perf_hooks';
import type { GatewayHarness } from '@aegis/tests/gateway-harness';
import { timesOf } from '../load/first-requests.ts';
import { saturation } from '../load/pace.ts';
import { RequestPool } from '../load/request-pool.ts';
import { load } from '../load/wrk.ts';
import { type Measured, measure, type Subject } from '../measure/rounds.ts';
import { type Estimate, estimate, exactly, pairedRatio, percentile } from '../measure/statistics.ts';
import { bytes, count, microseconds, milliseconds, ratio } from '../report/cells.ts';
import type { Cell, GroupResult, Section } from '../report/model.ts';
import { fill } from '../servers/bulk.ts';
import { usualRoute } from '../servers/documents.ts';
import { type Scene, withGateway } from '../servers/gateway.ts';
import type { Place } from '../servers/place.ts';
import type { Effort } from './group.ts';
import { sameRateNote } from './notes.ts';
import { documentsOf, hostsOf, type Inhabitant, inhabitantsOf, type Population } from './population.ts';

const large: Population = { apps: 10_000, keysPerApp: 100, tenantsPerApp: 10 };
const small: Population = { apps: 1_000, keysPerApp: 10, tenantsPerApp: 2 };
const whole = (amount: number) => amount.toLocaleString('en');

/** Apps that the gateway serves all the time. */
const WARM = 1_000;
/** Long enough for more than 100 requests to each of them: of those the gateway keeps samples, which costs much more. */
const WARM_UP_SECONDS = 10;
const ONE = 'one app';
const MANY = `a warm set of ${WARM.toLocaleString('en')} apps`;

interface Cold {
  /** Milliseconds of the first request of each app, and of the same request later. */
  first: number[];
  again: number[];
  /** Of the workers, before and after the first requests. */
  memory: { before: number; after: number };
}

/** A platform with very much on it: what it costs to serve many apps, and to serve one for the first time. */
export function appsGroup(place: Place, effort: Effort): Promise<GroupResult> {
  const population = effort.quick ? small : large;
  const inhabitants = inhabitantsOf(population);
  let seconds = 0;
  const setup = {
    workers: 1,
    routes: { usual: usualRoute },
    hosts: hostsOf(inhabitants),
    fill: async (harness: GatewayHarness) => {
      effort.progress('signing documents into Redis');
      const began = performance.now();
      await fill(harness, documentsOf(inhabitants, population, place.upstreamPort));
      seconds = (performance.now() - began) / 1_000;
    },
  };
  return withGateway(place, setup, async (scene) => {
    effort.progress('first requests');
    const cold = await firstRequests(scene, inhabitants);
    const subjects = subjectsOf(scene, place, inhabitants);
    effort.progress('the first 100 requests of every app');
    for (const { name, target } of subjects) {
      if (name === MANY) await load(target, saturation, WARM_UP_SECONDS);
    }
    const measured = await measure(subjects, { ...effort, share: 0.4, saturate: true });
    const filled = `${describe(population)}, signed into Redis within ${Math.round(seconds)} s.`;
    return {
      sections: [warmSection(measured, filled), coldSection(cold, population)],
      findings: [
        { promise: 'many_apps', measured: throughput(measured, MANY) },
        { promise: 'cold_request', measured: exactly(percentile(cold.first, 99)) },
      ],
    };
  });
}

const describe = ({ apps, keysPerApp, tenantsPerApp }: Population) =>
  `${whole(apps)} apps with ${whole(apps * keysPerApp)} keys and ${whole(apps * tenantsPerApp)} tenants`;

const requestOf = ({ host, key }: Inhabitant) => ({
  path: '/orders/42',
  headers: { Host: host, 'X-API-Key': key },
});

async function firstRequests({ harness, workers }: Scene, inhabitants: readonly Inhabitant[]): Promise<Cold> {
  const requests = inhabitants.map(requestOf);
  const before = workers.memoryBytes();
  const first = await timesOf(harness.port, requests);
  const after = workers.memoryBytes();
  return { first, again: await timesOf(harness.port, requests), memory: { before, after } };
}

function subjectsOf({ target, workers }: Scene, place: Place, inhabitants: readonly Inhabitant[]): Subject[] {
  const { url, headers } = target('usual', {});
  return (
    [
      [ONE, 1],
      [MANY, WARM],
    ] as const
  ).map(([name, amount]) => {
    const pool = new RequestPool(
      place.directory,
      `apps-${amount}`,
      inhabitants.slice(0, amount).map(requestOf),
    );
    return { name, target: { url, headers, pool }, workers };
  });
}

const throughput = ({ saturated }: Measured, name: string): Estimate =>
  pairedRatio(saturated(name).requestsPerSecond, saturated(ONE).requestsPerSecond);

function warmSection(measured: Measured, filled: string): Section {
  const { paced, saturated } = measured;
  const rows = [ONE, MANY].map((name): Cell[] => [
    name,
    microseconds(estimate(paced(name).cpuPerRequest)),
    ratio(pairedRatio(paced(name).cpuPerRequest, paced(ONE).cpuPerRequest)),
    count(saturated(name).requestsPerSecond),
    ratio(throughput(measured, name)),
  ]);
  const columns = [
    '',
    'µs per request, same rate',
    'CPU per request / one app, same rate',
    'requests/s, saturated',
    'throughput / one app, saturated',
  ];
  const notes = [
    filled,
    'Every request has API key, tenant, limit and usage; the warm set is asked in turn, one app after the other, after the first 100',
    'requests of each, of which the gateway keeps samples.',
    `One worker; ${sameRateNote(measured, ONE)}`,
  ];
  return { title: 'Many apps', table: { columns, rows }, notes };
}

function coldSection({ first, again, memory }: Cold, { apps }: Population): Section {
  const row = (name: string, times: number[], used: Cell): Cell[] => [
    name,
    milliseconds(exactly(percentile(times, 50))),
    milliseconds(exactly(percentile(times, 99))),
    used,
  ];
  const rows = [
    row('first request of an app and a key', first, bytes(memory.before)),
    row('the same again', again, bytes(memory.after)),
  ];
  const columns = ['', 'p50 in ms', 'p99 in ms', 'memory before'];
  const notes = [
    `Each of the ${whole(apps)} apps once, one request after the other, as the caller sees it (a client in Node).`,
    'First the gateway fetches the documents of app, routes, upstreams, key and tenant from Redis, checks their signatures and builds them.',
  ];
  return { title: 'First requests', table: { columns, rows }, notes };
}
