import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { baseEnvironment } from '../system/environment.ts';
import { Part, type PartWatch } from '../system/part.ts';

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

/** Redis with an append-only file and no eviction, on the loopback address only. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
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
    program: 'redis-server',
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
