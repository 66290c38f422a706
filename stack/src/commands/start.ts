import { relative } from 'node:path';
import { announcement } from '../demo/announcement.ts';
import { seedDemo, untilProxied } from '../demo/seed.ts';
import { type Stack, startStack } from '../stack.ts';
import { forget, openDataDirectory, rotateLogs } from '../system/data-directory.ts';
import { lockDirectory } from '../system/lock.ts';
import type { Part } from '../system/part.ts';
import { fromRoot } from '../system/paths.ts';
import { freePorts, usualPorts } from '../system/ports.ts';
import { StartProblem } from '../system/start-problem.ts';
import type { StartOptions } from './options.ts';

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
const tell = (part: string, ms: number) => console.log(`  ✓ ${part.padEnd(16)} ${seconds(ms)}`);

/** Starts everything, seeds the demo, prints what to try, and stays until a signal or a crash. @returns exit code */
export async function start(options: StartOptions, develop: boolean): Promise<number> {
  const since = performance.now();
  const data = openDataDirectory(options.dataDirectory ?? fromRoot('.aegis'));
  const unlock = lockDirectory(data.file('stack.lock'));
  const ending = new Ending();
  try {
    if (options.fresh) forget(data);
    else rotateLogs(data);
    const ports = options.freePorts ? await freePorts() : await usualPorts(options.portOffset);
    console.log(`Starting Aegis (data and logs in ${relative(process.cwd(), data.path) || '.'})`);
    const stack = await startStack({
      data,
      ports,
      develop,
      onStarted: tell,
      onCrash: ending.onCrash,
      signal: ending.signal,
    });
    return await serve(stack, ending, since);
  } catch (problem) {
    if (ending.signal.aborted && problem instanceof StartProblem) return await ending.reached;
    throw problem;
  } finally {
    unlock();
  }
}

async function serve(stack: Stack, ending: Ending, since: number): Promise<number> {
  try {
    const demo = await seedDemo(stack);
    const obstacle = await untilProxied(stack, demo);
    if (obstacle === undefined) tell('first call', performance.now() - since);
    else
      console.log(
        `  ! the demo's call is answered with ${obstacle}; was the demo changed? --fresh makes it anew`,
      );
    console.log(announcement(demo, stack.data.file('stack.json')));
    return await ending.reached;
  } finally {
    console.log('Stopping …');
    await stack.stop();
  }
}

/** A signal ends with 0, a crashed part with 1 and one line that names it. Later signals change nothing. */
class Ending {
  readonly #controller = new AbortController();
  readonly reached: Promise<number>;
  readonly onCrash: (part: Part) => void;

  constructor() {
    let resolveReached: (code: number) => void = () => undefined;
    this.reached = new Promise((resolve) => {
      resolveReached = resolve;
    });
    const end = (code: number) => {
      resolveReached(code);
      this.#controller.abort();
    };
    this.onCrash = (part) => {
      console.error(
        `✗ ${part.name} ended by itself, so everything stops. Its last words: ${part.lastWords()}`,
      );
      end(1);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  }

  /** Aborted as soon as an end was asked for. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
}
