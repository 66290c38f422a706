import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { baseEnvironment } from '../system/environment.ts';
import { findProgram } from '../system/find-program.ts';
import { Part, type PartWatch } from '../system/part.ts';
import { StartProblem } from '../system/start-problem.ts';

export interface RedisOptions {
  directory: string;
  logFile: string;
  port: number;
  watch?: PartWatch;
}

export interface Redis {
  part: Part;
  url: string;
}

const MIN_MAJOR = 7;

/** @throws StartProblem when the installed one is too old for the commands that the product uses */
function checkVersion(program: string): void {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8' });
  const version = /v=(\d+)\.\d+\.\d+/.exec(text);
  if (Number(version?.[1] ?? 0) >= MIN_MAJOR) return;
  throw new StartProblem(
    `${program} is too old (${text.trim().slice(0, 40)}): Redis ${MIN_MAJOR} or newer is needed. ` +
      'Take it from packages.redis.io, or run Aegis in containers (npm run setup, docker compose up).',
  );
}

/** Redis with an append-only file and no eviction, on the loopback address only. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
  const program = findProgram('redis-server');
  checkVersion(program);
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const settings: Record<string, string> = {
    port: String(options.port),
    bind: '127.0.0.1',
    dir: options.directory,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const part = new Part({
    name: 'Redis',
    program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    env: baseEnvironment(),
    logFile: options.logFile,
    ready: () => answersPing(options.port),
    ...(options.watch && { watch: options.watch }),
  });
  await part.start();
  return { part, url: `redis://127.0.0.1:${options.port}` };
}

/** While Redis reads its file it answers `-LOADING`, which is not yet serving. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (chunk) => {
      resolve(chunk.toString() === '+PONG\r\n');
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
