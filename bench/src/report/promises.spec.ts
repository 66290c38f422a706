import { promiseRow, verdictOf } from './promises.ts';

const verdict = (value: number, low = value, high = value) =>
  verdictOf({ promise: 'key_limit_usage', measured: { value, low, high } });

describe('verdictOf', () => {
  it('knows promise and goal', () => {
    expect(verdict(1.2)).toBe('met, and the goal');
    expect(verdict(1.3)).toBe('met');
    expect(verdict(1.41)).toBe('missed');
  });

  it('tells nothing where a wide interval holds the bound', () => {
    expect(verdict(1.38, 1.2, 1.6)).toBe('not resolved here');
    expect(verdict(1.38, 1.37, 1.42)).toBe('met');
    expect(verdict(1.7, 1.5, 2)).toBe('missed');
  });

  it('reads a lower bound the other way', () => {
    const of = (value: number) =>
      verdictOf({ promise: 'many_apps', measured: { value, low: value, high: value } });
    expect(of(0.97)).toBe('met');
    expect(of(0.9)).toBe('missed');
  });
});

describe('promiseRow', () => {
  it('tells promise, goal and what was measured', () => {
    const measured = { value: 1.32, low: 1.31, high: 1.34 };
    expect(promiseRow({ promise: 'key_limit_usage', of: '1 worker', measured })).toEqual([
      'API key, synced limit and usage: CPU per request / nginx at the same rate (1 worker)',
      '≤ 1.4',
      '≤ 1.25',
      '1.32 (1.31 to 1.34)',
      'met',
    ]);
  });

  it('writes rates and times with their units', () => {
    const at = (value: number) => ({ value, low: value, high: value });
    expect(promiseRow({ promise: 'ingest', measured: at(61_234.4) }).slice(1)).toEqual([
      '≥ 50,000 rows/s',
      '',
      '61,234 rows/s',
      'met',
    ]);
    expect(promiseRow({ promise: 'change_p99', measured: at(80.25) }).slice(1)).toEqual([
      '≤ 250 ms',
      '',
      '80 ms',
      'met',
    ]);
  });
});
