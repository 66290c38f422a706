/**
 * What a spec has started and not stopped yet. After a `beforeAll` that failed, or that jest gave up while it was
 * still at work, nobody else stops it, and the run would not end.
 */
const stops = new Set<() => unknown>();
let ended = false;

/**
 * Remembers how to stop what has just been started.
 * @returns to be called by who stops it in time, so that it is not stopped twice
 * @throws Error when the spec has ended meanwhile; `stop` was called then
 */
export function untilSpecEnds(stop: () => unknown): () => void {
  if (ended) void quietly(stop);
  assertSpecRuns();
  stops.add(stop);
  return () => void stops.delete(stop);
}

/** For what waits or repeats itself. @throws Error when nobody waits for it any more */
export function assertSpecRuns(): void {
  if (ended) throw new Error('the spec has ended');
}

/** Stops what is left, the newest first. What is still starting meanwhile ends, too. */
export async function stopLeftovers(): Promise<void> {
  while (stops.size > 0) {
    const left = [...stops].reverse();
    stops.clear();
    for (const stop of left) await quietly(stop);
  }
  ended = true;
}

/** The spec has failed already, with a better reason than what goes wrong now. */
async function quietly(stop: () => unknown): Promise<void> {
  try {
    await stop();
  } catch {}
}
