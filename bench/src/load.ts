import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { HOST } from './documents.ts';

/** What to ask for, again and again. */
export interface Target {
  url: string;
  headers: Record<string, string>;
}

export interface Answered {
  requests: number;
  seconds: number;
}

/** What curl would send; every subject gets it. */
export const usualHeaders = { Host: HOST, 'User-Agent': 'aegis-bench', Accept: '*/*' };

const run = promisify(execFile);
const CONNECTIONS = 32;
const units: Record<string, number> = { us: 1e-6, ms: 1e-3, s: 1, m: 60 };

/**
 * Keeps 32 connections busy for a while with `wrk`, from one thread.
 * @throws Error when any answer was not 2xx or 3xx, or a connection failed: such a round measures nothing
 */
export async function load({ url, headers }: Target, seconds: number): Promise<Answered> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const { stdout } = await run('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, ...fields, url]);
  return readAnswered(stdout);
}

export function readAnswered(output: string): Answered {
  const trouble = /^.*(Non-2xx or 3xx responses|Socket errors).*$/m.exec(output);
  if (trouble) throw new Error(`the load was not answered as it should be: ${trouble[0].trim()}`);
  const total = /(\d+) requests in ([\d.]+)(us|ms|s|m),/.exec(output);
  if (!total) throw new Error(`wrk said nothing about requests: ${output}`);
  return { requests: Number(total[1]), seconds: Number(total[2]) * (units[total[3] ?? ''] ?? Number.NaN) };
}
