import { readFileSync } from 'node:fs';

/** Texts that examples use. A secret that still holds one of them is no secret. */
const placeholder = /change[-_ ]?me|placeholder|example|your[-_ ]|^secret|^password|xxxx|<.*>/i;
export const looksLikePlaceholder = (text: string): boolean =>
  placeholder.test(text) || /^(.)\1*$/.test(text);

/**
 * Secrets may come from a file named by `<NAME>_FILE` (container secrets). Returns the environment with those
 * read in, and what could not be read.
 */
export function readSecretFiles(
  source: Record<string, string | undefined>,
  names: readonly string[],
): { values: Record<string, string | undefined>; mistakes: string[] } {
  const values = { ...source };
  const mistakes: string[] = [];
  for (const name of names) {
    const file = source[`${name}_FILE`];
    if (file === undefined || file === '') continue;
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      mistakes.push(
        `${name}_FILE: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      );
    }
  }
  return { values, mistakes };
}
