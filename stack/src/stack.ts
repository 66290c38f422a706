import { startDashboard } from './parts/dashboard.ts';
import { adminEnvironment, gatewayEnvironment } from './parts/environment.ts';
import { nodePart } from './parts/node-part.ts';
import { type Postgres, startPostgres } from './parts/postgres.ts';
import { type Redis, startRedis } from './parts/redis.ts';
import { runOnce } from './parts/run-once.ts';
import { startViteServer } from './parts/vite-server.ts';
import type { DataDirectory } from './system/data-directory.ts';
import type { Part } from './system/part.ts';
import type { Ports } from './system/ports.ts';
import { keptSecrets, type Secrets } from './system/secrets.ts';
import { answers } from './system/wait.ts';

export interface StackOptions {
  data: DataDirectory;
  ports: Ports;
  /** A system that is thrown away: data need not survive a power failure. */
  disposable?: boolean;
  /** Follow the sources: admin starts again on a change, the dashboard comes from vite. */
  develop?: boolean;
  /** More environment for admin and gateway. */
  env?: NodeJS.ProcessEnv;
  onStarted?: (part: string, tookMs: number) => void;
  onCrash?: (part: Part) => void;
}

/** The whole system on one machine. Every part can be stopped and started again by itself. */
export interface Stack {
  data: DataDirectory;
  ports: Ports;
  secrets: Secrets;
  postgres: Postgres;
  redis: Redis;
  admin: Part;
  /** The agent with its nginx. */
  gateway: Part;
  dashboard: Part;
  sampleBackend: Part;
  /** Runs one of the admin's built commands (`operators-create`) with its environment. @returns what it printed */
  adminCommand: (name: string, args: string[]) => Promise<string>;
  /** Ends all parts, those first that need others. */
  stop: () => Promise<void>;
}

/** Starts everything, in parallel where nothing has to wait. @throws StartProblem; what had started is stopped again */
export async function startStack(options: StackOptions): Promise<Stack> {
  const starter = new Starter(options);
  try {
    return await starter.start();
  } catch (problem) {
    await starter.stop();
    throw problem;
  }
}

class Starter {
  readonly #options: StackOptions;
  readonly #secrets: Secrets;
  readonly #started = new Map<string, Part>();
  #stopping = false;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#secrets = keptSecrets(options.data.file('secrets.json'));
  }

  async start(): Promise<Stack> {
    const { data, ports } = this.#options;
    const independent = [this.#sampleBackend(), this.#redis(), this.#postgres(), this.#dashboard()] as const;
    // All are awaited before the first failure is told, so that stop() knows every part.
    await Promise.allSettled(independent);
    const [sampleBackend, redis, postgres, dashboard] = await Promise.all(independent);
    const addresses = { databaseUrl: postgres.url, redisUrl: redis.url };
    const env = { ...adminEnvironment(ports, this.#secrets, addresses), ...this.#options.env };
    const serving = [this.#gateway(redis.url), this.#admin(env)] as const;
    await Promise.allSettled(serving);
    const [gateway, admin] = await Promise.all(serving);
    return {
      data,
      ports,
      secrets: this.#secrets,
      postgres,
      redis,
      admin,
      gateway,
      dashboard,
      sampleBackend,
      adminCommand: (name, args) => runOnce(`admin/dist/${name}.js`, args, env, data.log(name)),
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const stop = (...names: string[]) => Promise.all(names.map((name) => this.#started.get(name)?.stop()));
    await stop('dashboard', 'gateway', 'sample backend');
    await stop('admin');
    await stop('PostgreSQL', 'Redis');
  }

  /** Waits for a part, remembers it for stop(), and tells how long it took. */
  async #step<T>(name: string, partOf: (made: T) => Part, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const made = await work();
    this.#started.set(name, partOf(made));
    this.#options.onStarted?.(name, performance.now() - since);
    return made;
  }

  readonly #onCrash = (part: Part) => {
    if (!this.#stopping) this.#options.onCrash?.(part);
  };

  #postgres(): Promise<Postgres> {
    const { data, ports, disposable } = this.#options;
    return this.#step(
      'PostgreSQL',
      ({ part }) => part,
      () =>
        startPostgres({
          directory: data.file('postgres'),
          logFile: data.log('postgres'),
          port: ports.postgres,
          superuserPassword: this.#secrets.postgres_superuser,
          onCrash: this.#onCrash,
          ...(disposable && { disposable }),
        }),
    );
  }

  #redis(): Promise<Redis> {
    const { data, ports } = this.#options;
    const { file, log } = data;
    return this.#step(
      'Redis',
      ({ part }) => part,
      () =>
        startRedis({
          directory: file('redis'),
          logFile: log('redis'),
          port: ports.redis,
          onCrash: this.#onCrash,
        }),
    );
  }

  #sampleBackend(): Promise<Part> {
    const { data, ports } = this.#options;
    const part = nodePart({
      name: 'sample backend',
      script: 'sample-backend/dist/main.js',
      env: { PORT: String(ports.sampleBackend) },
      logFile: data.log('sample-backend'),
      ready: () => answers(`http://127.0.0.1:${ports.sampleBackend}/`),
      onCrash: this.#onCrash,
    });
    return this.#step(
      'sample backend',
      (made) => made,
      () => part.start(),
    );
  }

  #dashboard(): Promise<Part> {
    const { data, ports, develop } = this.#options;
    const shared = { logFile: data.log('dashboard'), port: ports.dashboard, adminPort: ports.admin };
    const start = develop ? startViteServer : startDashboard;
    return this.#step(
      'dashboard',
      (made) => made,
      () => start({ ...shared, directory: data.file('dashboard'), onCrash: this.#onCrash }),
    );
  }

  #gateway(redisUrl: string): Promise<Part> {
    const { data, ports, env } = this.#options;
    const local = { directory: data.file('gateway'), accessLog: data.log('access') };
    const part = nodePart({
      name: 'gateway',
      script: 'nginx/agent/dist/main.js',
      env: { ...gatewayEnvironment(ports, this.#secrets, { redisUrl }, local), ...env },
      logFile: data.log('gateway'),
      ready: () => answers(`http://127.0.0.1:${ports.gatewayStatus}/ready`),
      onCrash: this.#onCrash,
    });
    return this.#step(
      'gateway',
      (made) => made,
      () => part.start(),
    );
  }

  async #admin(env: NodeJS.ProcessEnv): Promise<Part> {
    const { data, ports, develop } = this.#options;
    const part = nodePart({
      name: 'admin',
      script: 'admin/dist/main.js',
      env,
      logFile: data.log('admin'),
      ready: () => answers(`http://127.0.0.1:${ports.admin}/ready`),
      onCrash: this.#onCrash,
      ...(develop && { watch: true }),
    });
    return await this.#step(
      'admin',
      (made) => made,
      async () => {
        await runOnce('admin/dist/migrate.js', [], env, data.log('migrate'));
        return await part.start();
      },
    );
  }
}
