import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { type Client, createClient } from '@aegis/contracts';
import { StackFile, waitUntil } from '@aegis/stack';

const root = resolve(import.meta.dirname, '../../..');
const START_TIMEOUT_MS = 300_000;

/** What `npm start` starts, with data of its own and on free ports. */
export interface Installation {
  demo: StackFile;
  /** From the command until the gateway answered the demo's call with 200. */
  startMs: number;
  stop: () => Promise<void>;
}

/** @throws Error when it ends before the first call */
export async function startInstallation(directory: string): Promise<Installation> {
  const data = join(directory, 'installation');
  const began = performance.now();
  const npm = spawn('npm', ['start', '--', '--data-dir', data, '--free-ports'], {
    cwd: root,
    stdio: 'ignore',
  });
  const ended = once(npm, 'exit');
  const stop = async () => {
    npm.kill('SIGTERM');
    await ended;
  };
  try {
    const file = join(data, 'stack.json');
    let demo: StackFile | undefined;
    await waitUntil(
      'the first call of npm start',
      async () => {
        if (npm.exitCode !== null) throw new Error(`npm start ended; its logs are in ${data}/logs`);
        demo ??= existsSync(file) ? StackFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
        return demo !== undefined && (await statusOf(demo.gateway, demo.app.host, demo.api_key)) === 200;
      },
      { timeoutMs: START_TIMEOUT_MS },
    );
    if (!demo) throw new Error('npm start wrote no stack.json');
    return { demo, startMs: performance.now() - began, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** Of one GET on a connection of its own, so that any worker may answer; `fetch` does not let a caller choose the host. */
export function statusOf(gateway: string, host: string, key: string): Promise<number> {
  return new Promise((answered, failed) => {
    const headers = { host, 'x-api-key': key };
    const outgoing = request(gateway, { headers, agent: false }, (incoming) => {
      incoming.resume();
      incoming.once('end', () => answered(incoming.statusCode ?? 0));
    });
    outgoing.once('error', failed);
    outgoing.end();
  });
}

/** The admin API as the owner of a token. */
export const clientOf = (admin: string, token: string): Client =>
  createClient({ baseUrl: admin, headers: () => ({ authorization: `Bearer ${token}` }) });
