import { type Pace, paceFor, saturation, spread } from '../load/pace.ts';
import { load, type Target } from '../load/wrk.ts';
import { median } from './statistics.ts';
import type { Workers } from './workers.ts';

/** One thing that is measured: where requests go and whose time they cost. */
export interface Subject {
  name: string;
  target: Target;
  workers: Workers;
}

/** One value per round, for one subject. */
export interface Samples {
  /** Microseconds of user and system time of the workers per answered request. */
  cpuPerRequest: number[];
  requestsPerSecond: number[];
  /** Milliseconds. */
  p50: number[];
  p99: number[];
}

const SECONDS = 1;

/** How a set of subjects is run. */
export interface Course {
  /** Of one second each. */
  rounds: number;
  /** Of the rate that the slowest subject manages when saturated: what all of them are asked at. */
  share: number;
  /** Whether each round also saturates each subject. */
  saturate: boolean;
  progress: (text: string) => void;
}

export interface Measured {
  /** At the same rate. @throws Error for a subject that was not measured */
  paced: (name: string) => Samples;
  /** As fast as it goes; empty where the course does not saturate. */
  saturated: (name: string) => Samples;
  /** How far apart the rates of the subjects were that should be the same. */
  rateSpread: number;
}

/**
 * Loads every subject once per round, one after the other, so that what is compared lies close together in time. The
 * order moves by one place each round, so that no subject always comes after the same other one.
 */
export async function measure(subjects: readonly Subject[], course: Course): Promise<Measured> {
  const pace = await calibrate(subjects, course);
  const paced = emptySamples(subjects);
  const saturated = emptySamples(subjects);
  for (let round = 0; round < course.rounds; round += 1) {
    course.progress(`round ${round + 1} of ${course.rounds}`);
    const first = round % subjects.length;
    const inTurn = [...subjects.slice(first), ...subjects.slice(0, first)];
    for (const subject of inTurn) await sample(subject, pace, find(paced, subject.name));
    if (!course.saturate) continue;
    for (const subject of inTurn) await sample(subject, saturation, find(saturated, subject.name));
  }
  return {
    paced: (name) => find(paced, name),
    saturated: (name) => find(saturated, name),
    rateSpread: spread([...paced.values()].map(({ requestsPerSecond }) => median(requestsPerSecond))),
  };
}

/** Warms every subject up; what the slowest one managed tells the pace for all. */
async function calibrate(subjects: readonly Subject[], course: Course): Promise<Pace> {
  let slowest = Number.POSITIVE_INFINITY;
  for (const { name, target } of subjects) {
    course.progress(`warming up: ${name}`);
    const { requests, seconds } = await load(target, saturation, SECONDS);
    slowest = Math.min(slowest, requests / seconds);
  }
  return paceFor(slowest * course.share);
}

function emptySamples(subjects: readonly Subject[]): Map<string, Samples> {
  return new Map(
    subjects.map(({ name }) => [name, { cpuPerRequest: [], requestsPerSecond: [], p50: [], p99: [] }]),
  );
}

function find(samples: ReadonlyMap<string, Samples>, name: string): Samples {
  const found = samples.get(name);
  if (!found) throw new Error(`nothing was measured of ${name}`);
  return found;
}

async function sample({ target, workers }: Subject, pace: Pace, samples: Samples): Promise<void> {
  const before = workers.cpuSeconds();
  const answered = await load(target, pace, SECONDS);
  const spent = workers.cpuSeconds() - before;
  samples.cpuPerRequest.push((spent / answered.requests) * 1e6);
  samples.requestsPerSecond.push(answered.requests / answered.seconds);
  samples.p50.push(answered.latency.p50);
  samples.p99.push(answered.latency.p99);
}
