import { input } from '@inquirer/prompts';
import { exitCodes, FixableError, usageError } from '../errors.ts';

/** Asks for the name of what is about to be destroyed. @throws FixableError when it is not given */
export async function confirmByName(what: string, name: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw usageError(`${what} ${name} would be gone.`, 'Add --yes if you mean it.');
  const typed = await input(
    { message: `Type "${name}" to go on with ${what} ${name}:` },
    { output: process.stderr },
  );
  if (typed.trim() === name) return;
  const message = 'That is another name.';
  throw new FixableError({
    code: 'cancelled',
    message,
    next: 'Nothing was changed.',
    exit: exitCodes.failed,
  });
}
