import { relative } from 'node:path';
import { announcement } from '../demo/announcement.ts';
import { seedDemo, untilProxied } from '../demo/seed.ts';
import { type Stack, type StackOptions, startStack } from '../stack.ts';
import { forget, openDataDirectory } from '../system/data-directory.ts';
import { lockDirectory } from '../system/lock.ts';
import type { Part } from '../system/part.ts';
import { fromRoot } from '../system/paths.ts';
import { freePorts, usualPorts } from '../system/ports.ts';
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
    const ports = options.freePorts ? await freePorts() : await usualPorts(options.portOffset);
    console.log(`Starting Aegis (data and logs in ${relative(process.cwd(), data.path) || '.'})`);
    const stack = await startStack({ data, ports, develop, onStarted: tell, onCrash: ending.onCrash });
    return await serve(stack, ending, since);
  } finally {
    unlock();
  }
}

async function serve(stack: Stack, ending: Ending, since: number): Promise<number> {
  try {
    if (!ending.asked) {
      const demo = await seedDemo(stack);
      await untilProxied(stack, demo);
      tell('first call', performance.now() - since);
      console.log(announcement(demo, stack.data.file('stack.json')));
    }
    return await ending.reached;
  } finally {
    console.log('Stopping …');
    await stack.stop();
  }
}

/** A signal ends with 0, a crashed part with 1 and one line that names it. Later signals change nothing. */
class Ending {
  asked = false;
  readonly reached: Promise<number>;
  readonly onCrash: NonNullable<StackOptions['onCrash']>;

  constructor() {
    let end: (code: number) => void = () => undefined;
    this.reached = new Promise((resolve) => {
      end = resolve;
    });
    this.onCrash = (part: Part) => {
      this.asked = true;
      console.error(
        `✗ ${part.name} ended by itself: ${part.lastWords()}. Everything stops; start again when that is put right.`,
      );
      end(1);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.asked = true;
        end(0);
      });
    }
  }
}
