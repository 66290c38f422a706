import { calendarPeriod, isTimeZone, zoneOffsets } from './calendar.ts';

const at = (text: string) => Date.parse(text) / 1_000;
const now = at('2026-11-22T12:00:00Z');
const show = ({ name, starts, ends }: ReturnType<typeof calendarPeriod>) => [
  name,
  new Date(starts * 1_000).toISOString(),
  new Date(ends * 1_000).toISOString(),
];

describe('the calendar of a time zone', () => {
  it.each([
    [
      'UTC',
      'day',
      '2026-11-22T00:00:00Z',
      ['2026-11-22', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ],
    [
      'UTC',
      'month',
      '2026-12-31T23:59:59Z',
      ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ],
    [
      'Asia/Kolkata',
      'day',
      '2026-11-22T18:30:00Z',
      ['2026-11-23', '2026-11-22T18:30:00.000Z', '2026-11-23T18:30:00.000Z'],
    ],
    [
      'America/New_York',
      'month',
      '2026-12-01T04:59:59Z',
      ['2026-11', '2026-11-01T04:00:00.000Z', '2026-12-01T05:00:00.000Z'],
    ],
    [
      'Europe/Vienna',
      'month',
      '2027-03-15T00:00:00Z',
      ['2027-03', '2027-02-28T23:00:00.000Z', '2027-03-31T22:00:00.000Z'],
    ],
    [
      'Europe/Vienna',
      'day',
      '2027-03-28T12:00:00Z',
      ['2027-03-28', '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    ],
    // Clocks that skip midnight.
    [
      'Africa/Cairo',
      'day',
      '2027-04-30T00:00:00Z',
      ['2027-04-30', '2027-04-29T22:00:00.000Z', '2027-04-30T21:00:00.000Z'],
    ],
  ] as const)('of %s: the %s of %s', (zone, kind, moment, expected) => {
    expect(show(calendarPeriod(kind, zoneOffsets(zone, now), at(moment)))).toEqual(expected);
  });

  it('knows ten years of clocks that are set', () => {
    const offsets = zoneOffsets('Europe/Vienna', now);
    expect(offsets.length).toBeGreaterThanOrEqual(20);
    expect(offsets.slice(0, 3)).toEqual([
      { from: 0, offset_s: 7_200 },
      { from: at('2026-10-25T01:00:00Z'), offset_s: 3_600 },
      { from: at('2027-03-28T01:00:00Z'), offset_s: 7_200 },
    ]);
    expect(zoneOffsets('UTC', now)).toEqual([{ from: 0, offset_s: 0 }]);
  });

  it('tells a time zone from other texts', () => {
    expect(['UTC', 'Europe/Vienna', 'America/Argentina/Buenos_Aires'].map(isTimeZone)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['', 'Mars/Olympus', '../etc/passwd', 'UTC:x', ' UTC'].map(isTimeZone)).toEqual(
      Array(5).fill(false),
    );
  });
});
