import { readFileSync } from 'node:fs';

/**
 * Secrets may come from a file that `<NAME>_FILE` names (container secrets). @returns the environment with those
 * read in. @throws Error naming the variable whose file cannot be read
 */
export function withSecretFiles(source: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  const values = { ...source };
  for (const name of names) {
    const file = source[`${name}_FILE`];
    if (!file) continue;
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch (problem) {
      const { code = 'error' } = problem as NodeJS.ErrnoException;
      throw new Error(`${name}_FILE: cannot read ${file} (${code})`);
    }
  }
  return values;
}
