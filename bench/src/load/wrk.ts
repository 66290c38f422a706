import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Pace } from './pace.ts';
import type { RequestPool } from './request-pool.ts';

/** What to ask for, again and again. */
export interface Target {
  /** Of the server, with the path where there is no pool. */
  url: string;
  headers: Record<string, string>;
  /** Requests that differ: their paths and further headers. */
  pool?: RequestPool;
}

/** What one load got answered. */
export interface Answered {
  requests: number;
  seconds: number;
  /** Milliseconds from the request's first byte sent to the answer's last byte read. */
  latency: { p50: number; p99: number };
}

const run = promisify(execFile);
const script = resolve(import.meta.dirname, '../../wrk/load.lua');

/**
 * Asks for a target at a pace for a while with `wrk`, from one thread.
 * @throws Error when any answer was not 2xx or 3xx, or a connection failed: such a round measures nothing
 */
export async function load({ url, headers, pool }: Target, pace: Pace, seconds: number): Promise<Answered> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const requests = pool ? [pool.file, String(pool.next)] : [];
  const { stdout } = await run('wrk', [
    ...['-t1', `-c${pace.connections}`, `-d${seconds}s`, '-s', script, ...fields, url],
    ...['--', String(pace.pauseMs), ...requests],
  ]);
  const answered = readAnswered(stdout);
  pool?.advance(answered.requests + pace.connections);
  return answered;
}

interface Output extends Answered {
  refused: number;
  broken: number;
}

/** Reads what `wrk/load.lua` writes last. */
export function readAnswered(output: string): Answered {
  const line = output.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`wrk gave no result: ${output}`);
  const { requests, seconds, latency, refused, broken } = JSON.parse(line) as Output;
  if (requests === 0 || refused > 0 || broken > 0) {
    throw new Error(`of ${requests} requests ${refused} were refused, and ${broken} connections broke`);
  }
  return { requests, seconds, latency: { p50: latency.p50 / 1_000, p99: latency.p99 / 1_000 } };
}
