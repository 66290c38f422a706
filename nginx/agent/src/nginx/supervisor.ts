import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { Log } from '../log.ts';
import type { NginxProgram } from './program.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
/** A process that lived this long was healthy: the next crash is answered quickly again. */
const HEALTHY_AFTER_MS = 60_000;

export interface SupervisorOptions {
  program: NginxProgram;
  directory: string;
  confFile: string;
  /** Before every start and reload: what the new workers will read. */
  prepare: () => Promise<void>;
  log: Log;
}

/** Keeps one nginx running: starts it again with a growing delay when it ends, reloads it, stops it gracefully. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #child: ChildProcess | undefined;
  #stopping = false;
  #delayMs = FIRST_DELAY_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    await this.#options.prepare();
    if (this.#stopping) return;
    const { program, directory, confFile } = this.#options;
    const args = ['-e', 'stderr', '-p', directory, '-c', confFile];
    const [command = program.path, ...words] = endingWithUs([program.path, ...args]);
    // A process group of its own, by which workers that lost their master can be reached.
    const child = spawn(command, words, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
    const since = performance.now();
    child.once('exit', (code, signal) => this.#ended(child, since, signal ?? `code ${code}`));
    child.once('error', (problem) => this.#ended(child, since, problem.message));
    this.#child = child;
    this.#options.log('nginx_started', { pid: child.pid });
  }

  /** New workers with the file as it is now; requests in flight finish on the old ones. */
  async reload(): Promise<void> {
    if (!this.#child) return;
    await this.#options.prepare();
    this.#child.kill('SIGHUP');
  }

  /** Lets requests in flight finish for at most `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGQUIT');
    const timer = setTimeout(() => child.kill('SIGTERM'), graceMs);
    await ended;
    clearTimeout(timer);
  }

  #ended(child: ChildProcess, since: number, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    dismissOrphans(child.pid);
    if (this.#stopping) return;
    if (performance.now() - since > HEALTHY_AFTER_MS) this.#delayMs = FIRST_DELAY_MS;
    this.#options.log('nginx_ended', { how, restart_in_ms: this.#delayMs });
    this.#timer = setTimeout(() => void this.#startAgain(), this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_DELAY_MS);
  }

  async #startAgain(): Promise<void> {
    try {
      await this.start();
    } catch (problem) {
      this.#options.log('nginx_start_failed', { reason: String(problem) });
      this.#timer = setTimeout(() => void this.#startAgain(), this.#delayMs);
    }
  }
}

/** A master that was killed leaves workers behind that hold the ports: they finish their requests and go. */
function dismissOrphans(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, 'SIGQUIT');
  } catch {
    // None are left.
  }
}

/**
 * An nginx without its agent would follow no configuration any more and hold the ports against the next agent;
 * on Linux the kernel lets it finish its requests and go.
 */
function endingWithUs(command: string[]): string[] {
  try {
    accessSync('/usr/bin/setpriv', constants.X_OK);
    return ['/usr/bin/setpriv', '--pdeathsig', 'SIGQUIT', '--', ...command];
  } catch {
    return command;
  }
}
