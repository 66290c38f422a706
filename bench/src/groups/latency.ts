import { measure } from '../measure/rounds.ts';
import { type Estimate, estimate, pairedDifference } from '../measure/statistics.ts';
import { milliseconds } from '../report/cells.ts';
import type { Cell, GroupResult } from '../report/model.ts';
import { usualRoute } from '../servers/documents.ts';
import { type Scene, withGateway } from '../servers/gateway.ts';
import type { Place } from '../servers/place.ts';
import type { Effort } from './group.ts';
import { sameRateNote } from './notes.ts';

const PLAIN = 'plain nginx';
const FULL = 'API key, synced limit, usage';

const notes = [
  'Half of the rate that the gateway manages when saturated. The load generator draws its pauses in whole milliseconds, so requests come in small',
  'bunches, and what waits behind others of its bunch counts: evenly spread callers see less.',
  'A connection asks again only after its answer (coordinated omission); wrk adds the requests that a slow answer kept a connection from sending,',
  'which repairs that for answers slower than the usual distance of two requests of a connection, and says nothing about faster ones.',
];

/** What a caller waits longer than with plain nginx, at half of the maximum rate. */
export function latencyGroup(place: Place, effort: Effort): Promise<GroupResult> {
  return withGateway(place, { workers: 1, routes: { full: usualRoute } }, async (scene) => {
    const measured = await run(scene, effort);
    const [plain, full] = [measured.paced(PLAIN), measured.paced(FULL)];
    const added = { p50: pairedDifference(full.p50, plain.p50), p99: pairedDifference(full.p99, plain.p99) };
    const row = (title: string, p50: Estimate, p99: Estimate): Cell[] => [
      title,
      milliseconds(p50),
      milliseconds(p99),
    ];
    const rows = [
      row(PLAIN, estimate(plain.p50), estimate(plain.p99)),
      row(FULL, estimate(full.p50), estimate(full.p99)),
      row('added', added.p50, added.p99),
    ];
    const title = 'Latency at half of the maximum rate';
    const table = { columns: ['', 'p50 in ms', 'p99 in ms'], rows };
    return {
      sections: [{ title, table, notes: [...notes, `One worker; ${sameRateNote(measured, PLAIN)}`] }],
      findings: [
        { promise: 'added_p50', measured: added.p50 },
        { promise: 'added_p99', measured: added.p99 },
      ],
    };
  });
}

function run(scene: Scene, { rounds, progress }: Effort) {
  const full = scene.target('full');
  const subjects = [
    { name: PLAIN, target: scene.toPlain(full), workers: scene.plainWorkers },
    { name: FULL, target: full, workers: scene.workers },
  ];
  return measure(subjects, { rounds, share: 0.5, saturate: false, progress });
}
