import { changeOf } from './change-of.ts';

describe('changeOf', () => {
  it.each([
    [112, 100, '+12% against the day before'],
    [50, 100, '−50% against the day before'],
    [100, 100, 'as the day before'],
    [5, 0, 'none the day before'],
    [0, 0, 'none the day before'],
  ])('%p after %p', (now, before, expected) => expect(changeOf(now, before)).toBe(expected));
});
