import type { Liveness } from '@aegis/contracts';
import { toneOf, wordsOf } from './words.ts';

const liveness = (extra: Partial<Liveness>): Liveness => ({
  revision: 7,
  state: 'live',
  live_on: 1,
  gateways: 1,
  refusals: [],
  ...extra,
});

describe('words of liveness', () => {
  it.each([
    [{ took_ms: 38 }, 'good', 'Live on 1 of 1 gateways, 38 ms'],
    [{ state: 'publishing', live_on: 1, gateways: 3 }, 'busy', 'Publishing, on 1 of 3 gateways so far'],
    [{ state: 'partly', live_on: 2, gateways: 3 }, 'warn', 'Live on 2 of 3 gateways'],
    [{ state: 'publishing', live_on: 0, gateways: 0 }, 'idle', 'Saved; no gateway is connected'],
    [
      { state: 'refused', refusals: [{ gateway: 'a', document: 'app:1', reason: 'too large' }] },
      'bad',
      'Refused: too large',
    ],
  ] as const)('%#', (extra, tone, words) => {
    const one = liveness(extra as Partial<Liveness>);
    expect(toneOf(one)).toBe(tone);
    expect(wordsOf(one)).toBe(words);
  });
});
