/** Runs under Node 24 with the npm packages in place: one function per npm script. */
import { bench } from './bench.mjs';
import { build } from './build.mjs';
import { lint } from './lint.mjs';
import { develop, setUp, start } from './start.mjs';
import { Stop } from './stop.mjs';
import { test, testContainers, testLua } from './test.mjs';

const commands = {
  start,
  dev: develop,
  setup: setUp,
  build,
  lint,
  test,
  'test:lua': testLua,
  'test:containers': testContainers,
  bench,
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`Unknown command "${name}". There are: ${Object.keys(commands).join(', ')}.`);
  process.exit(64);
}
try {
  process.exitCode = await command(args);
} catch (problem) {
  if (!(problem instanceof Stop)) throw problem;
  console.error(problem.message);
  process.exitCode = 1;
}
