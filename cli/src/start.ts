import { flush, run, settings } from '@oclif/core';
import { report } from './report.ts';

/** Runs one command line. Errors of commands are reported by their base class, all others here. */
export async function start(argv: string[], location: string): Promise<void> {
  settings.enableAutoTranspile = false;
  try {
    await run(argv, location);
  } catch (error) {
    report(error, argv.includes('--json'), argv[0] ?? '');
  }
  await flush();
}
