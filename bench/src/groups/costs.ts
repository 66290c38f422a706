import type { Target } from '../load/wrk.ts';
import { type Measured, measure } from '../measure/rounds.ts';
import { pairedDifference, pairedRatio } from '../measure/statistics.ts';
import { microseconds, ratio } from '../report/cells.ts';
import type { Cell } from '../report/model.ts';
import type { Scene } from '../servers/gateway.ts';
import type { Effort } from './group.ts';

/** A route of the set-up that has one thing more than the reference. */
export interface Extra {
  route: string;
  title: string;
  target?: Target;
}

/** What each of many routes of one gateway costs beside a route without it, at the same rate. */
export async function measureCosts(
  scene: Scene,
  reference: string,
  extras: readonly Extra[],
  effort: Effort,
): Promise<{ rows: Cell[][]; measured: Measured }> {
  const { workers } = scene;
  const subjects = [
    { name: reference, target: scene.target(reference), workers },
    ...extras.map(({ route, target = scene.target(route) }) => ({ name: route, target, workers })),
  ];
  const course = { rounds: effort.listRounds, share: 0.4, saturate: false, progress: effort.progress };
  const measured = await measure(subjects, course);
  const base = measured.paced(reference).cpuPerRequest;
  const rows = extras.map(({ route, title }): Cell[] => {
    const own = measured.paced(route).cpuPerRequest;
    return [title, ratio(pairedRatio(own, base)), microseconds(pairedDifference(own, base))];
  });
  return { rows, measured };
}
