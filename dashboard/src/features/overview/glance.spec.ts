import { glanceOf } from './glance.ts';

const sums = (requests: number) => ({ requests, errors: 0, refused: 0, bytes_in: 0, bytes_out: 0 });
const glance = (now: number, before: number) =>
  glanceOf({ apps: 1, active_keys: 2, today: sums(now), before: sums(before) });

describe('the day in one sentence', () => {
  it.each([
    [
      1_120,
      1_000,
      '1,120 requests in the last 24 hours, +12% against the day before · 2 active API keys in 1 app',
    ],
    [50, 100, '50 requests in the last 24 hours, −50% against the day before · 2 active API keys in 1 app'],
    [100, 100, '100 requests in the last 24 hours, as the day before · 2 active API keys in 1 app'],
    [1, 0, '1 request in the last 24 hours · 2 active API keys in 1 app'],
  ])('%p after %p', (now, before, expected) => expect(glance(now, before)).toBe(expected));
});
