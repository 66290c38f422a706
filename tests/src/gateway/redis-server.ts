import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dieWithParent, freePort } from '@aegis/stack';
import { Redis } from 'ioredis';
import { parse } from 'yaml';
import { until } from '../wait.ts';

const compose = join(import.meta.dirname, '../../../docker-compose.yml');
const PASSWORD = 'gateway-password';

/** The gateways' user as the containers have it: a command or key that it may not touch fails here first. */
function gatewayUser(): string[] {
  const { services } = parse(readFileSync(compose, 'utf8')) as { services: { redis: { command: string[] } } };
  const { command } = services.redis;
  const from = command.indexOf('gateway');
  const rules = command.slice(from).filter((rule) => !rule.startsWith('>'));
  if (from < 0 || rules.some((rule) => rule.startsWith('--')))
    throw new Error(`${compose}: no user gateway at the end`);
  return ['--user', ...rules, `>${PASSWORD}`];
}

/** A private Redis that can be killed, paused and emptied. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #client: Redis | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  static async start(folder: string): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), folder);
    try {
      await server.start();
    } catch (problem) {
      await server.stop();
      throw problem;
    }
    return server;
  }

  /** With the rights that a gateway has. */
  get gatewayUrl(): string {
    return `redis://gateway:${PASSWORD}@127.0.0.1:${this.port}`;
  }

  get client(): Redis {
    if (!this.#client) throw new Error('Redis is not running');
    return this.#client;
  }

  /** Starts it with what it had on disk. */
  async start(): Promise<void> {
    const options = { port: this.port, bind: '127.0.0.1', dir: this.#folder, appendonly: 'yes', save: '' };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const [command = '', ...words] = dieWithParent('SIGKILL', ['redis-server', ...args, ...gatewayUser()]);
    this.#process = spawn(command, words, { stdio: 'ignore' });
    const client = new Redis(this.port, '127.0.0.1', { lazyConnect: false, maxRetriesPerRequest: null });
    // ioredis reports every refused attempt; `until` below is what waits.
    client.on('error', () => undefined);
    this.#client = client;
    await until(async () => (await client.ping()) === 'PONG', 'Redis');
  }

  async stop(): Promise<void> {
    this.#client?.disconnect();
    this.#client = undefined;
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGCONT');
    running.kill('SIGKILL');
    await once(running, 'exit');
  }

  /** Every key with its value, for `restore`. */
  async snapshot(): Promise<[key: string, value: Buffer][]> {
    const keys = await this.client.keys('*');
    const values = await Promise.all(keys.map((key) => this.client.dumpBuffer(key)));
    return keys.flatMap((key, index) => {
      const value = values[index];
      return value ? [[key, value] as [string, Buffer]] : [];
    });
  }

  /** Puts these keys back as they were in a snapshot. */
  async put(entries: readonly [key: string, value: Buffer][]): Promise<void> {
    for (const [key, value] of entries) await this.client.restore(key, 0, value, 'REPLACE');
  }

  /** Puts the store back to a snapshot. */
  async restore(snapshot: readonly [key: string, value: Buffer][]): Promise<void> {
    const transaction = this.client.multi().flushall();
    for (const [key, value] of snapshot) transaction.restore(key, 0, value);
    await transaction.exec();
  }

  /** It keeps its connections and answers nobody. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }
}
