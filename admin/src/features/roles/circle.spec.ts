import { circleOf } from './circle.ts';

const roles = (inherits: Record<string, string[]>) =>
  new Map(Object.entries(inherits).map(([name, inherit_ids]) => [name, { name, inherit_ids }]));

describe('a circle of roles', () => {
  it('is named from its beginning to its end', () => {
    expect(circleOf(roles({ a: ['b'], b: ['x', 'c'], c: ['a'], x: [] }), 'a')).toEqual(['a', 'b', 'c', 'a']);
    expect(circleOf(roles({ a: ['a'] }), 'a')).toEqual(['a', 'a']);
  });

  it('is none where two ways lead to the same role', () => {
    expect(circleOf(roles({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }), 'a')).toBeUndefined();
  });

  it('ends also where others go round', () => {
    expect(circleOf(roles({ a: ['b'], b: ['c'], c: ['b'] }), 'a')).toBeUndefined();
  });
});
