import { develop } from './commands/develop.ts';
import { parseStartOptions, startUsage } from './commands/options.ts';
import { setUp } from './commands/setup.ts';
import { start } from './commands/start.ts';
import { StartProblem } from './system/start-problem.ts';

const commands: Record<string, (args: string[]) => number | Promise<number>> = {
  start: (args) => start(parseStartOptions(args), false),
  dev: (args) => develop(parseStartOptions(args)),
  setup: setUp,
};

const [name = 'start', ...args] = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(startUsage);
} else {
  try {
    process.exitCode = await commands[name]?.(args);
  } catch (problem) {
    if (!(problem instanceof StartProblem)) throw problem;
    console.error(problem.message);
    process.exitCode = 1;
  }
}
