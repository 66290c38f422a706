import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until the answer is yes.
 * @throws Error naming what was awaited, after `timeoutMs`; and whatever `check` throws
 */
export async function waitUntil(
  what: string,
  check: () => Promise<boolean>,
  { timeoutMs = 20_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`gave up waiting for ${what} after ${timeoutMs / 1000} s`);
    await pause(everyMs);
  }
}

/** True once an HTTP GET answers 200. */
export async function answers(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
