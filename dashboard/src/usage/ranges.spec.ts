import { isRange, spanOf } from './ranges.ts';

describe('spanOf', () => {
  it('covers whole intervals and ends after the running one', () => {
    expect(spanOf('1h', Date.parse('2026-03-01T10:20:30Z'))).toEqual({
      from: '2026-03-01T09:21:00.000Z',
      to: '2026-03-01T10:21:00.000Z',
      step: 'minute',
    });
  });

  it('ends at midnight of UTC for days', () => {
    expect(spanOf('30d', Date.parse('2026-03-01T10:20:30Z')).to).toBe('2026-03-02T00:00:00.000Z');
  });
});

describe('isRange', () => {
  it('refuses what an address may carry otherwise', () => {
    expect(isRange('24h')).toBe(true);
    expect(isRange('constructor')).toBe(false);
  });
});
