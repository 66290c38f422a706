/** The spans that the range picker offers; each asks for at most a few hundred points. */
export const ranges = {
  '1h': { label: '1 h', words: 'the last hour', step: 'minute', points: 60 },
  '6h': { label: '6 h', words: 'the last 6 hours', step: 'minute', points: 360 },
  '24h': { label: '24 h', words: 'the last 24 hours', step: 'hour', points: 24 },
  '7d': { label: '7 d', words: 'the last 7 days', step: 'hour', points: 168 },
  '30d': { label: '30 d', words: 'the last 30 days', step: 'day', points: 30 },
} as const;
export type RangeName = keyof typeof ranges;

export const isRange = (text: string): text is RangeName => Object.hasOwn(ranges, text);

const sizes = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Whole intervals up to and including the one that is running. */
export function spanOf(name: RangeName, now: number): { from: string; to: string; step: keyof typeof sizes } {
  const { step, points } = ranges[name];
  const size = sizes[step];
  const to = Math.floor(now / size) * size + size;
  return { from: new Date(to - points * size).toISOString(), to: new Date(to).toISOString(), step };
}
