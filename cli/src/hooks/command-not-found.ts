import { type Hook, toConfiguredId } from '@oclif/core';
import { usageError } from '../errors.ts';
import { closest } from '../terminal/closest.ts';

/** "Did you mean": names the nearest command and runs nothing by itself. */
const hook: Hook<'command_not_found'> = async ({ config, id }) => {
  const known = config.commands.filter(({ hidden }) => !hidden).map((command) => command.id);
  const nearest = closest(id, known);
  const next = nearest
    ? `Did you mean \`${config.bin} ${toConfiguredId(nearest, config)}\`?`
    : `\`${config.bin} help\` shows the commands.`;
  throw Object.assign(usageError(`"${toConfiguredId(id, config)}" is not a command.`, next), {
    // Without it oclif replaces the error of a hook by its own.
    oclif: { exit: 64 },
  });
};
export default hook;
