import { estimate, isResolved, median, pairedDifference, pairedRatio, percentile } from './statistics.ts';

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});

describe('percentile', () => {
  it('is the value of the nearest rank', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(percentile(values, 50)).toBe(100);
    expect(percentile(values, 99)).toBe(198);
    expect(percentile([7], 99)).toBe(7);
  });
});

describe('estimate', () => {
  it('bounds the median from both sides', () => {
    const { value, low, high } = estimate([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(value).toBe(5);
    expect(low).toBeGreaterThan(1);
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
    expect(high).toBeLessThan(9);
  });

  it('answers the same for the same samples', () => {
    const samples = [1.2, 1.31, 1.24, 1.27, 1.22];
    expect(estimate(samples)).toEqual(estimate(samples));
  });

  it('has no width where nothing varies', () => {
    expect(estimate([2, 2, 2])).toEqual({ value: 2, low: 2, high: 2 });
  });
});

describe('pairedRatio', () => {
  it('is not moved by a round that is slow for both', () => {
    expect(pairedRatio([12, 24, 120, 12], [10, 20, 100, 10]).value).toBeCloseTo(1.2, 10);
  });
});

describe('pairedDifference', () => {
  it('is not moved by a round that is slow for both', () => {
    expect(pairedDifference([12, 22, 112, 12], [10, 20, 110, 10]).value).toBeCloseTo(2, 10);
  });
});

describe('isResolved', () => {
  it('asks for both bounds within five per cent', () => {
    expect(isResolved({ value: 1.2, low: 1.15, high: 1.25 })).toBe(true);
    expect(isResolved({ value: 1.2, low: 1.1, high: 1.21 })).toBe(false);
    expect(isResolved({ value: 1.2, low: 1.19, high: 1.3 })).toBe(false);
  });
});
