import { setTimeout as pause } from 'node:timers/promises';
import { type Log, messageOf } from './log.ts';

/** Does something again and again, with a pause after each time, until the signal; a failure is logged and forgotten. */
export async function repeat(
  name: string,
  everyMs: () => number,
  signal: AbortSignal,
  log: Log,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch((problem: unknown) => log(`${name}_failed`, { reason: messageOf(problem) }));
    await pause(everyMs(), undefined, { signal }).catch(() => undefined);
  }
}
