import { stopLeftovers } from './leftovers.ts';
import { Watch } from './watch.ts';

// Jest runs this before each file of tests: whatever that file leaves running ends with it.
const watch = new Watch();

afterAll(async () => {
  await stopLeftovers();
  await watch.end();
});
