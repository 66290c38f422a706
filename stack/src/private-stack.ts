import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemo, untilProxied } from './demo/seed.ts';
import type { StackFile } from './demo/stack-file.ts';
import { type Stack, startStack } from './stack.ts';
import { openDataDirectory } from './system/data-directory.ts';
import { freePorts, type Ports } from './system/ports.ts';

export interface PrivateStack extends Stack {
  demo: StackFile;
}

/** A whole system with the demo on free ports, beside any other; `stop` also deletes its data. For tests and benchmarks. */
export async function startPrivateStack(
  options: { env?: NodeJS.ProcessEnv; ports?: Ports } = {},
): Promise<PrivateStack> {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-stack-'));
  const data = openDataDirectory(directory);
  const stack = await startStack({ data, ports: await freePorts(), disposable: true, ...options });
  const stop = async () => {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const demo = await seedDemo(stack);
    const obstacle = await untilProxied(stack, demo);
    if (obstacle !== undefined)
      throw new Error(`the demo is not served (${obstacle}); logs in ${data.file('logs')}`);
    return { ...stack, demo, stop };
  } catch (problem) {
    // The data stay: the message names its logs.
    await stack.stop();
    throw problem;
  }
}
