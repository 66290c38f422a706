import { ux } from '@oclif/core';

/** Shows a spinner while something takes its time; only where a person watches a terminal. */
export async function withProgress<T>(text: string, quiet: boolean, work: () => Promise<T>): Promise<T> {
  if (quiet || !process.stderr.isTTY) return await work();
  ux.action.start(text);
  try {
    const result = await work();
    ux.action.stop('done');
    return result;
  } catch (error) {
    ux.action.stop('failed');
    throw error;
  }
}
