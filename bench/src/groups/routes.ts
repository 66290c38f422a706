import { RequestPool } from '../load/request-pool.ts';
import { measure, type Subject } from '../measure/rounds.ts';
import { type Estimate, estimate, pairedRatio } from '../measure/statistics.ts';
import { microseconds, ratio } from '../report/cells.ts';
import type { Cell, GroupResult } from '../report/model.ts';
import { usualRoute } from '../servers/documents.ts';
import { type Scene, withGateway } from '../servers/gateway.ts';
import type { Place } from '../servers/place.ts';
import type { Effort } from './group.ts';
import { matchTime } from './match-time.ts';
import { sameRateNote } from './notes.ts';
import { pathsOver, type RouteTable, routeTable } from './route-tables.ts';

const FEW = '10 routes';
const MANY = '5,000 routes, ten of them used';
const ALL = '5,000 routes, all of them used';

/** What a large route table costs the requests that are matched against it. */
export function routesGroup(place: Place, effort: Effort): Promise<GroupResult> {
  const [few, many] = [routeTable(10, place.upstreamPort), routeTable(5_000, place.upstreamPort)];
  const hosts = Object.fromEntries(
    [few, many].map(({ host, id }) => [host, { app_id: id, environment: 'production' as const }]),
  );
  const documents = [...few.documents, ...many.documents];
  const setup = { workers: 1, routes: { usual: usualRoute }, hosts, documents };
  return withGateway(place, setup, async (scene) => {
    const subjects = [
      subjectOf(FEW, few, 10, place, scene),
      subjectOf(MANY, many, 10, place, scene),
      subjectOf(ALL, many, many.routes, place, scene),
    ];
    const measured = await measure(subjects, { ...effort, share: 0.4, saturate: false });
    const match = await matchTimes(scene, few, many, effort.rounds);
    const reference = measured.paced(FEW).cpuPerRequest;
    const row = (name: string, matching: Cell): Cell[] => {
      const own = measured.paced(name).cpuPerRequest;
      return [name, matching, microseconds(estimate(own)), ratio(pairedRatio(own, reference))];
    };
    const rows = [row(FEW, microseconds(match.few)), row(MANY, microseconds(match.many)), row(ALL, '')];
    const columns = ['', 'µs to match', 'µs per request', 'CPU per request / with 10'];
    const notes = [
      'To match is to find the route of a path, in a loop inside of a worker; where all 5,000 are used in turn, a request also pays for plans and',
      `counters that the processor's caches do not hold. Without authentication; one worker; ${sameRateNote(measured, FEW)}`,
    ];
    return {
      sections: [{ title: 'Route tables', table: { columns, rows }, notes }],
      findings: [{ promise: 'many_routes', measured: match.ratio }],
    };
  });
}

function subjectOf(name: string, table: RouteTable, used: number, place: Place, scene: Scene): Subject {
  const requests = pathsOver(table, used).map((path) => ({ path }));
  const pool = new RequestPool(place.directory, `routes-${table.routes}-${used}`, requests);
  const { url, headers } = scene.target('usual', { Host: table.host });
  return { name, target: { url, headers, pool }, workers: scene.workers };
}

async function matchTimes({ harness }: Scene, few: RouteTable, many: RouteTable, rounds: number) {
  const times = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.few.push(await matchTime(harness, few));
    times.many.push(await matchTime(harness, many));
  }
  const inMicroseconds = (samples: number[]): Estimate => estimate(samples.map((time) => time / 1_000));
  return {
    few: inMicroseconds(times.few),
    many: inMicroseconds(times.many),
    ratio: pairedRatio(times.many, times.few),
  };
}
