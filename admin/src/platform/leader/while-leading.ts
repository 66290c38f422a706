import { setTimeout as delay } from 'node:timers/promises';
import type { Lease } from './leader.ts';

const RETRY_MS = 1_000;

/**
 * Repeats `work`, which waits for something to do itself, as long as the lease holds. A failure, such as a database
 * that is away, is told to `onFailure`, and the next turn comes a moment later.
 */
export async function whileLeading(
  { signal }: Lease,
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      onFailure(error);
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
