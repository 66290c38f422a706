import { setTimeout as pause } from 'node:timers/promises';
import { assertSpecRuns } from '@aegis/stack/testing';

/**
 * Repeats `attempt` until it neither throws nor gives undefined or false. Long: a busy machine is no failure.
 * @throws the last attempt's error when the patience ends: a test waits on a condition, never for a time.
 */
export async function until<T>(
  attempt: () => Promise<T | undefined | false> | T | undefined | false,
  what = 'the condition',
  patienceMs = 30_000,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    assertSpecRuns();
    let problem: unknown = new Error(`waited in vain for ${what}`);
    try {
      const value = await attempt();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end) throw problem;
    await pause(5);
  }
}
