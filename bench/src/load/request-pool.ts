import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One request of a pool. */
export interface PooledRequest {
  path: string;
  headers?: Record<string, string>;
}

/** Requests that differ from each other, asked in turn over all rounds: each load goes on where the last one ended. */
export class RequestPool {
  readonly file: string;
  readonly size: number;
  #next = 0;

  /** @param name of the file in the directory */
  constructor(directory: string, name: string, requests: readonly PooledRequest[]) {
    this.file = join(directory, `${name}.requests`);
    this.size = requests.length;
    writeFileSync(this.file, requests.map(lineOf).join('\n'));
  }

  /** Place of the request that the next load begins with. */
  get next(): number {
    return this.#next;
  }

  advance(asked: number): void {
    this.#next = (this.#next + asked) % this.size;
  }
}

function lineOf({ path, headers = {} }: PooledRequest): string {
  return [path, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\t');
}
