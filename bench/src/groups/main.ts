import { type Measured, measure } from '../measure/rounds.ts';
import { estimate, exactly, pairedRatio } from '../measure/statistics.ts';
import { bytes, count, microseconds, ratio } from '../report/cells.ts';
import type { Cell, Finding, GroupResult } from '../report/model.ts';
import { usualRoute } from '../servers/documents.ts';
import { type Scene, withGateway } from '../servers/gateway.ts';
import type { Place } from '../servers/place.ts';
import type { Effort } from './group.ts';
import { sameRateNote } from './notes.ts';

const PLAIN = 'plain nginx';
const routes = {
  bare: { title: 'no plugin, no authentication', settings: { auth: 'none' } },
  full: { title: 'API key, synced limit, usage', settings: usualRoute },
} as const;
type RouteName = keyof typeof routes;
const names = Object.keys(routes) as RouteName[];

const columns = [
  '',
  'workers',
  'CPU per request / nginx, same rate',
  'CPU per request / nginx, saturated',
  'throughput / nginx, saturated',
  'µs per request, same rate',
  'requests/s, saturated',
  'memory',
];

/** Aegis without anything, and with what most routes have, beside plain nginx; one worker and two. */
export async function mainGroup(place: Place, effort: Effort): Promise<GroupResult> {
  const rows: Cell[][] = [];
  const findings: Finding[] = [];
  const notes: string[] = [];
  for (const workers of [1, 2]) {
    const label = workers === 1 ? '1 worker' : `${workers} workers`;
    const settings = Object.fromEntries(names.map((name) => [name, routes[name].settings]));
    await withGateway(place, { workers, routes: settings }, async (scene) => {
      const measured = await run(scene, {
        ...effort,
        progress: (text) => effort.progress(`${label}, ${text}`),
      });
      const row = rowOf(measured, scene, workers);
      rows.push(row(PLAIN, PLAIN), ...names.map((name) => row(name, routes[name].title)));
      notes.push(`${label}: ${sameRateNote(measured, PLAIN)}`);
      findings.push({
        promise: 'key_limit_usage',
        of: label,
        measured: pairedRatio(measured.paced('full').cpuPerRequest, measured.paced(PLAIN).cpuPerRequest),
      });
      findings.push({ promise: 'start', of: label, measured: exactly(scene.readyMs) });
    });
  }
  return { sections: [{ title: 'Beside plain nginx', table: { columns, rows }, notes }], findings };
}

function run(scene: Scene, { rounds, progress }: Effort): Promise<Measured> {
  const plain = scene.toPlain(scene.target('full'));
  const subjects = [
    { name: PLAIN, target: plain, workers: scene.plainWorkers },
    ...names.map((name) => ({ name, target: scene.target(name), workers: scene.workers })),
  ];
  return measure(subjects, { rounds, share: 0.4, saturate: true, progress });
}

function rowOf(measured: Measured, scene: Scene, workers: number) {
  const [paced, saturated] = [measured.paced(PLAIN), measured.saturated(PLAIN)];
  return (name: string, title: string): Cell[] => {
    const own = { paced: measured.paced(name), saturated: measured.saturated(name) };
    return [
      title,
      String(workers),
      ratio(pairedRatio(own.paced.cpuPerRequest, paced.cpuPerRequest)),
      ratio(pairedRatio(own.saturated.cpuPerRequest, saturated.cpuPerRequest)),
      ratio(pairedRatio(own.saturated.requestsPerSecond, saturated.requestsPerSecond)),
      microseconds(estimate(own.paced.cpuPerRequest)),
      count(own.saturated.requestsPerSecond),
      bytes((name === PLAIN ? scene.plainWorkers : scene.workers).memoryBytes()),
    ];
  };
}
