import { startDashboard } from './parts/dashboard.ts';
import { adminEnvironment, gatewayEnvironment } from './parts/environment.ts';
import { nodePart } from './parts/node-part.ts';
import { type Postgres, startPostgres } from './parts/postgres.ts';
import { type Redis, startRedis } from './parts/redis.ts';
import { runOnce } from './parts/run-once.ts';
import { startViteServer } from './parts/vite-server.ts';
import type { DataDirectory } from './system/data-directory.ts';
import type { Part, PartWatch } from './system/part.ts';
import type { Ports } from './system/ports.ts';
import { keptSecrets, type Secrets } from './system/secrets.ts';
import { StartProblem } from './system/start-problem.ts';
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
  /** Ends a start that is still under way. */
  signal?: AbortSignal;
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
  options.signal?.addEventListener('abort', () => void starter.stop());
  try {
    return await starter.start();
  } catch (problem) {
    await starter.stop();
    throw problem;
  }
}

/** Those first that need others. */
const stopOrder = [['dashboard', 'gateway', 'sample backend'], ['admin'], ['PostgreSQL', 'Redis']];

class Starter {
  readonly #options: StackOptions;
  readonly #secrets: Secrets;
  readonly #parts = new Map<string, Part>();
  readonly #watch: PartWatch;
  #stopped: Promise<void> | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#secrets = keptSecrets(options.data.file('secrets.json'));
    this.#watch = {
      onMade: (part) => {
        if (this.#stopped) throw new StartProblem('stopped while starting');
        this.#parts.set(part.name, part);
      },
      onCrash: (part) => {
        if (!this.#stopped) options.onCrash?.(part);
      },
    };
  }

  async start(): Promise<Stack> {
    const { data, ports } = this.#options;
    const [sampleBackend, redis, postgres, dashboard] = await Promise.all([
      this.#timed('sample backend', this.#sampleBackend()),
      this.#timed('Redis', this.#redis()),
      this.#timed('PostgreSQL', this.#postgres()),
      this.#timed('dashboard', this.#dashboard()),
    ]);
    const addresses = { databaseUrl: postgres.url, redisUrl: redis.url };
    const env = { ...adminEnvironment(ports, this.#secrets, addresses), ...this.#options.env };
    const [gateway, admin] = await Promise.all([
      this.#timed('gateway', this.#gateway(redis.url)),
      this.#timed('admin', this.#admin(env)),
    ]);
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

  /** Also ends what is still starting. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopParts();
    return this.#stopped;
  }

  async #stopParts(): Promise<void> {
    for (const names of stopOrder) await Promise.all(names.map((name) => this.#parts.get(name)?.stop()));
  }

  async #timed<T>(name: string, work: Promise<T>): Promise<T> {
    const since = performance.now();
    const made = await work;
    this.#options.onStarted?.(name, performance.now() - since);
    return made;
  }

  #postgres(): Promise<Postgres> {
    const { data, ports, disposable } = this.#options;
    return startPostgres({
      directory: data.file('postgres'),
      logFile: data.log('postgres'),
      port: ports.postgres,
      superuserPassword: this.#secrets.postgres_superuser,
      watch: this.#watch,
      ...(disposable && { disposable }),
    });
  }

  #redis(): Promise<Redis> {
    const { data, ports } = this.#options;
    const [directory, logFile] = [data.file('redis'), data.log('redis')];
    return startRedis({ directory, logFile, port: ports.redis, watch: this.#watch });
  }

  #sampleBackend(): Promise<Part> {
    const { data, ports } = this.#options;
    return nodePart({
      name: 'sample backend',
      script: 'sample-backend/dist/main.js',
      env: {
        PORT: String(ports.sampleBackend),
        AEGIS_JWKS_URL: `http://127.0.0.1:${ports.admin}/.well-known/jwks.json`,
      },
      logFile: data.log('sample-backend'),
      ready: () => answers(`http://127.0.0.1:${ports.sampleBackend}/`),
      watch: this.#watch,
    }).start();
  }

  #dashboard(): Promise<Part> {
    const { data, ports, develop } = this.#options;
    const start = develop ? startViteServer : startDashboard;
    return start({
      directory: data.file('dashboard'),
      logFile: data.log('dashboard'),
      port: ports.dashboard,
      adminPort: ports.admin,
      watch: this.#watch,
    });
  }

  #gateway(redisUrl: string): Promise<Part> {
    const { data, ports, env } = this.#options;
    const local = { directory: data.file('gateway'), accessLog: data.log('access') };
    return nodePart({
      name: 'gateway',
      script: 'nginx/agent/dist/main.js',
      env: { ...gatewayEnvironment(ports, this.#secrets, { redisUrl }, local), ...env },
      logFile: data.log('gateway'),
      ready: () => answers(`http://127.0.0.1:${ports.gatewayStatus}/ready`),
      watch: this.#watch,
    }).start();
  }

  async #admin(env: NodeJS.ProcessEnv): Promise<Part> {
    const { data, ports, develop } = this.#options;
    await runOnce('admin/dist/migrate.js', [], env, data.log('migrate'));
    return await nodePart({
      name: 'admin',
      script: 'admin/dist/main.js',
      env,
      logFile: data.log('admin'),
      ready: () => answers(`http://127.0.0.1:${ports.admin}/ready`),
      watch: this.#watch,
      ...(develop && { follow: true }),
    }).start();
  }
}
