import { load, type Target } from './load.ts';
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
}

/**
 * Loads every subject once per round, one after the other. The order moves by one place each round, so that no
 * subject always comes after the same other one.
 */
export async function runRounds(
  subjects: readonly Subject[],
  rounds: number,
  seconds: number,
  progress: (text: string) => void,
): Promise<Map<string, Samples>> {
  const samples = new Map(
    subjects.map(({ name }): [string, Samples] => [name, { cpuPerRequest: [], requestsPerSecond: [] }]),
  );
  for (const subject of subjects) {
    progress(`warming up: ${subject.name}`);
    await load(subject.target, 2);
  }
  for (let round = 0; round < rounds; round += 1) {
    progress(`round ${round + 1} of ${rounds}`);
    for (let place = 0; place < subjects.length; place += 1) {
      const subject = subjects[(round + place) % subjects.length];
      const own = subject && samples.get(subject.name);
      if (own) await measure(subject, seconds, own);
    }
  }
  return samples;
}

async function measure({ target, workers }: Subject, seconds: number, samples: Samples): Promise<void> {
  const before = workers.cpuSeconds();
  const answered = await load(target, seconds);
  const spent = workers.cpuSeconds() - before;
  samples.cpuPerRequest.push((spent / answered.requests) * 1e6);
  samples.requestsPerSecond.push(answered.requests / answered.seconds);
}
