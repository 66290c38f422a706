import { limitChanges, milliseconds, period } from './limit-body.ts';

describe('periods', () => {
  it.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['1m', 60_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
  ])('%s is %i ms and back', (text, ms) => {
    expect(milliseconds(text)).toBe(ms);
    expect(period(ms)).toBe(text);
  });

  it.each(['', '1', 'm', '1.5m', '-1m', '1 m', '1w'])('refuses "%s"', (text) => {
    expect(() => milliseconds(text)).toThrow('is not a period');
  });

  it('shows an odd period in milliseconds', () => expect(period(1_500)).toBe('1500ms'));
});

describe('fields of a limit', () => {
  it('are those that flags name', async () => {
    expect(await limitChanges({ amount: 5, per: '1m' })).toEqual({ amount: 5, period_ms: 60_000 });
  });
});
