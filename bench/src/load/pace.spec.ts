import { paceFor, spread } from './pace.ts';

const rateOf = ({ connections, pauseMs }: ReturnType<typeof paceFor>) => (connections / pauseMs) * 1_000;

describe('paceFor', () => {
  it('asks at the rate that is wanted when answers take no time', () => {
    for (const rate of [200, 3_000, 24_000, 90_000]) expect(rateOf(paceFor(rate))).toBeCloseTo(rate, 6);
  });

  it('opens connections by rate, within bounds', () => {
    expect(paceFor(20_000).connections).toBe(200);
    expect(paceFor(100).connections).toBe(8);
    expect(paceFor(1_000_000).connections).toBe(512);
  });

  it('refuses what is no rate', () => {
    expect(() => paceFor(0)).toThrow(RangeError);
    expect(() => paceFor(Number.NaN)).toThrow(RangeError);
  });
});

describe('spread', () => {
  it('tells how far rates are apart', () => {
    expect(spread([100, 104, 102])).toBeCloseTo(0.04, 10);
    expect(spread([100])).toBe(0);
  });
});
