/** How hard a target is asked. */
export interface Pace {
  connections: number;
  /** Mean time in milliseconds that a connection waits between an answer and its next request; 0: it does not. */
  pauseMs: number;
}

/** As much as the target manages. */
export const saturation: Pace = { connections: 32, pauseMs: 0 };

const PAUSE_MS = 10;
const connections = { least: 8, most: 512 };

/**
 * About this many requests a second, to whatever target: connections wait much longer than answers take, so that a
 * slower answer hardly lowers the rate. Few connections where few requests are wanted, since each costs its opening.
 * @throws RangeError for a rate that is none
 */
export function paceFor(requestsPerSecond: number): Pace {
  if (!(requestsPerSecond > 0)) throw new RangeError(`no rate: ${requestsPerSecond}`);
  const wanted = Math.round((requestsPerSecond * PAUSE_MS) / 1_000);
  const used = Math.min(Math.max(wanted, connections.least), connections.most);
  return { connections: used, pauseMs: (used / requestsPerSecond) * 1_000 };
}

/** How far apart rates are: the highest over the lowest, less 1. */
export function spread(rates: readonly number[]): number {
  return Math.max(...rates) / Math.min(...rates) - 1;
}
