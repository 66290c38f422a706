import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { usageError } from '../errors.ts';

/** All of standard input. @throws FixableError when a person sits at a terminal that nothing is piped into */
export async function standardInput(what: string): Promise<string> {
  if (process.stdin.isTTY) throw usageError(`${what} is expected on standard input.`, 'Pipe it in.');
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

/** The first line, without its end: a secret piped in by `echo` or a password manager. */
export const secretFromInput = async (what: string): Promise<string> =>
  (await standardInput(what)).split(/\r?\n/, 1)[0] ?? '';

/**
 * YAML or JSON of a file, `-` for standard input.
 * @throws FixableError when it is not there or not an object
 */
export async function document(file: string): Promise<Record<string, unknown>> {
  const text = await fileText(file, 'YAML or JSON');
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw usageError(`${file} is not YAML or JSON: ${(error as Error).message}`, 'Repair the file.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usageError(`${file} does not hold an object.`, 'Start from what `get --json` prints.');
  }
  return value as Record<string, unknown>;
}

/** What a file holds, `-` for standard input. @throws FixableError when it cannot be read */
export async function fileText(file: string, what = 'The file'): Promise<string> {
  return file === '-' ? await standardInput(what) : readText(file);
}

/** A file as it is. @throws FixableError when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`${file} cannot be read: ${(error as Error).message}`, 'Check the name of the file.');
  }
}
