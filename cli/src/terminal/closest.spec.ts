import { closest } from './closest.ts';

const commands = ['apps:list', 'routes:list', 'whoami', 'keys:create'];

describe('did you mean', () => {
  it.each([
    ['rutes:list', 'routes:list'],
    ['whoam', 'whoami'],
    ['key:creat', 'keys:create'],
  ])('%s → %s', (typed, meant) => expect(closest(typed, commands)).toBe(meant));

  it('guesses nothing for something else', () => expect(closest('xyzzyq', commands)).toBeUndefined());
});
