import { readFileSync } from 'node:fs';

/** The worker processes of one nginx. */
export class Workers {
  readonly #ids: () => number[];

  constructor(ids: () => number[]) {
    this.#ids = ids;
  }

  /** User and system time of all workers since their start, in seconds. */
  cpuSeconds(): number {
    return this.#ids().reduce((sum, id) => sum + cpuSecondsOf(id), 0);
  }

  /** Memory that belongs to the workers, in bytes; what they share counts once (Pss). */
  memoryBytes(): number {
    return this.#ids().reduce((sum, id) => {
      const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1];
      return sum + Number(kilobytes) * 1024;
    }, 0);
  }
}

/** Process ids of the children of a process. */
export function childrenOf(id: number): number[] {
  const children = readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}

/**
 * utime + stime. The scheduler's own account has the same sum in nanoseconds; `stat` cuts it to ticks of 10 ms,
 * which is one per cent of a round, so it is only asked where the former is not kept.
 */
function cpuSecondsOf(id: number): number {
  const nanoseconds = Number(readFileSync(`/proc/${id}/schedstat`, 'utf8').split(' ')[0]);
  return nanoseconds > 0 ? nanoseconds / 1e9 : ticksOf(id) / 100;
}

function ticksOf(id: number): number {
  // The name in parentheses may hold spaces; the fields after it are numbered from 3 (proc(5)): 14 and 15 are wanted.
  const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
