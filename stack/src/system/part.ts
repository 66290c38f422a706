import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { dieWithParent } from './privileges.ts';
import { StartProblem } from './start-problem.ts';
import { waitUntil } from './wait.ts';

export interface PartOptions {
  /** As the user knows it: "admin", "PostgreSQL". */
  name: string;
  program: string;
  args: string[];
  /** The whole environment of the process. */
  env: NodeJS.ProcessEnv;
  cwd?: string;
  logFile: string;
  /** True as soon as the part serves. */
  ready: () => Promise<boolean>;
  stopSignal?: NodeJS.Signals;
  /** After this long without an end, SIGKILL follows. */
  graceMs?: number;
  watch?: PartWatch;
}

/** Who starts a part hears of it. */
export interface PartWatch {
  /** Before the process starts. */
  onMade?: (part: Part) => void;
  /** When the process ends although nobody asked it to. */
  onCrash?: (part: Part) => void;
}

/** On a busy machine a first start takes its time; a part that fails says so at once. */
const START_MS = 60_000;

/** One process of the system: starts, is awaited until it serves, can be stopped and started again. */
export class Part {
  readonly #options: PartOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #expectedEnd = false;
  /** An end before it served is told by `start`, not as a crash. */
  #starting = false;
  #logStart = 0;

  constructor(options: PartOptions) {
    this.#options = options;
    options.watch?.onMade?.(this);
  }

  get name(): string {
    return this.#options.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts the process and waits until it serves. @throws StartProblem with its last words when it ends instead */
  async start(): Promise<this> {
    this.#launch();
    try {
      await this.#untilReady();
    } catch (problem) {
      await this.stop('SIGKILL');
      throw problem;
    }
    this.#starting = false;
    return this;
  }

  async #untilReady(): Promise<void> {
    const check = async () => {
      if (!this.running) throw new StartProblem(`${this.name} did not start: ${this.lastWords()}`);
      return await this.#options.ready();
    };
    await waitUntil(`${this.name} to serve`, check, { timeoutMs: START_MS }).catch((problem: unknown) => {
      if (problem instanceof StartProblem) throw problem;
      throw new StartProblem(`${this.name} runs but does not serve: ${this.lastWords()}`);
    });
  }

  async stop(signal = this.#options.stopSignal ?? 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    this.#expectedEnd = true;
    this.#child?.kill(signal);
    const timer = setTimeout(() => this.#child?.kill('SIGKILL'), this.#options.graceMs ?? 10_000);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Sends a signal for a test of faults: the end that may follow is not taken for a crash. */
  signal(signal: NodeJS.Signals): void {
    this.#expectedEnd = true;
    this.#child?.kill(signal);
  }

  /** The last lines that it wrote since its start, joined into one. */
  lastWords(): string {
    const written = readFileSync(this.#options.logFile).subarray(this.#logStart).toString('utf8');
    const lines = written
      .trimEnd()
      .split('\n')
      .filter((line) => !/^\s+at /.test(line))
      .slice(-3);
    return `${lines.map((line) => line.trim()).join(' ⏎ ')} (log: ${this.#options.logFile})`;
  }

  #launch(): void {
    const { program, args, env, cwd, logFile, stopSignal } = this.#options;
    const log = openSync(logFile, 'a', 0o600);
    this.#logStart = fstatSync(log).size;
    const [command = program, ...words] = dieWithParent(stopSignal ?? 'SIGTERM', [program, ...args]);
    // Its own session, so that Ctrl-C reaches only the starter, which then stops the parts in order.
    const child = spawn(command, words, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    this.#expectedEnd = false;
    this.#starting = true;
    this.#ended = new Promise((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => {
        resolve();
        if (!this.#expectedEnd && !this.#starting && this.#child === child)
          this.#options.watch?.onCrash?.(this);
      });
    });
  }
}
