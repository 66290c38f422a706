import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type NginxLocal, NginxSettings, renderLocalFiles } from '@aegis/contracts';
import { renderNginxConf } from '@aegis/gateway-templates';
import { dieWithParent } from '@aegis/stack';
import { until } from '../wait.ts';

const WORKERS = 2;

const luaModules = ['ndk_http_module.so', 'ngx_http_lua_module.so'].map(
  (file) => `/usr/lib/nginx/modules/${file}`,
);

/** `openresty` where it is installed, else the distribution's nginx with its Lua module. */
function program(): { command: string; modules: string[]; version: string } {
  for (const command of ['openresty', 'nginx']) {
    try {
      const output = execFileSync('sh', ['-c', `${command} -v 2>&1`], { encoding: 'utf8' });
      const version = /\/(\d+\.\d+\.\d+)/.exec(output)?.[1];
      if (version) return { command, modules: luaModules.filter(existsSync), version };
    } catch {
      // The next one may be there.
    }
  }
  throw new Error('neither openresty nor nginx is installed');
}

/** A certificate that proves nothing, as the agent makes one at its first start. */
function selfSigned(folder: string): { certificate: string; key: string } {
  const files = { certificate: join(folder, 'default.pem'), key: join(folder, 'default-key.pem') };
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const args = ['req', ...kind, '-subj', '/CN=test', '-keyout', files.key, '-out', files.certificate];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return files;
}

export interface NginxOptions {
  folder: string;
  settingsFile: string;
  luaPath: string;
  ports: { http: number; tls: number; status: number };
  nginx: Partial<NginxSettings>;
  /** Lines for the server of the internal socket, for probes of the test itself. */
  internalLines: string;
  /** Authorities that it trusts, PEM. Default: none but its own certificate, which is read faster than the machine's. */
  caFile?: string;
}

/** One nginx with the rendered configuration, started, signalled and read by the tests. */
export class Nginx {
  readonly folder: string;
  readonly errorLog: string;
  readonly accessLog: string;
  readonly socket: string;
  readonly #options: NginxOptions;
  readonly #command: string;
  readonly #workerCount: number;
  #process: ChildProcess | undefined;
  /** Lines about workers that nginx ended because they took too long to leave. */
  readonly #hurried = new Set<string>();

  constructor(options: NginxOptions) {
    const { command, modules, version } = program();
    this.folder = options.folder;
    this.errorLog = join(options.folder, 'error.log');
    this.accessLog = join(options.folder, 'access.log');
    this.socket = join(options.folder, 'internal.sock');
    this.#options = options;
    this.#command = command;
    const count = options.nginx.worker_processes ?? WORKERS;
    this.#workerCount = count === 'auto' ? availableParallelism() : count;
    mkdirSync(join(options.folder, 'temp'), { recursive: true });
    mkdirSync(join(options.folder, 'local'), { recursive: true });
    this.#write(modules, version);
  }

  #write(modules: string[], version: string): void {
    const { ports } = this.#options;
    const certificate = selfSigned(this.folder);
    const local: NginxLocal = {
      nginx_version: version,
      modules,
      lua_path: this.#options.luaPath,
      settings_file: this.#options.settingsFile,
      run_dir: this.folder,
      error_log: this.errorLog,
      access_log: this.accessLog,
      foreground: true,
      resolvers: ['127.0.0.1'],
      ca_file: this.#options.caFile ?? certificate.certificate,
      listen: {
        http: [`127.0.0.1:${ports.http}`],
        tls: [`127.0.0.1:${ports.tls}`],
        status: [`127.0.0.1:${ports.status}`],
        internal_socket: this.socket,
      },
      default_certificate: certificate,
    };
    // Root's workers become somebody else, as in production; the test's folder is open to them.
    if (process.getuid?.() === 0) local.user = { name: 'root', group: 'root' };
    const files = renderLocalFiles(local);
    files['listen_internal.conf'] += this.#options.internalLines;
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, 'local', name), text);
    const settings = NginxSettings.parse({ worker_processes: WORKERS, ...this.#options.nginx });
    writeFileSync(join(this.folder, 'nginx.conf'), renderNginxConf(settings));
  }

  start(): void {
    const args = ['-p', this.folder, '-c', join(this.folder, 'nginx.conf'), '-e', this.errorLog];
    const [command = this.#command, ...words] = dieWithParent('SIGTERM', [this.#command, ...args]);
    // Outputs of ours would be held open by workers that outlive us; what it says is in its error log.
    this.#process = spawn(command, words, { stdio: 'ignore' });
  }

  reload(): void {
    this.#process?.kill('SIGHUP');
  }

  /** Throws with the error log when nginx has given up. */
  assertRunning(): void {
    const running = this.#process;
    if (!running || (running.exitCode === null && running.signalCode === null)) return;
    throw new Error(`nginx left:\n${this.problems().join('\n')}`);
  }

  /** Process ids of the workers, by the kernel's table. */
  workers(): number[] {
    const pid = this.#process?.pid;
    if (pid === undefined) return [];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? [] : children.split(' ').map(Number);
  }

  /** Whether a worker of before a reload takes no more connections, or has left. */
  static isLeaving(worker: number): boolean {
    const file = `/proc/${worker}/cmdline`;
    return !existsSync(file) || readFileSync(file, 'utf8').includes('is shutting down');
  }

  async stop(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    // Workers that a reload has sent home would report what they are torn away from.
    await until(() => this.workers().length <= this.#workerCount, 'the workers of before a reload to leave');
    this.#process = undefined;
    const before = new Set(this.problems());
    running.kill('SIGTERM');
    await once(running, 'exit');
    // On a busy machine a worker may need more than the second that nginx gives it.
    for (const line of this.problems())
      if (!before.has(line) && / exited on signal 9$/.test(line)) this.#hurried.add(line);
  }

  /** Lines of the error log of this level or worse. */
  problems(levels: readonly string[] = ['error', 'crit', 'alert', 'emerg']): string[] {
    if (!existsSync(this.errorLog)) return [];
    const lines = readFileSync(this.errorLog, 'utf8').split('\n');
    return lines.filter(
      (line) => !this.#hurried.has(line) && levels.some((level) => line.includes(` [${level}] `)),
    );
  }
}
