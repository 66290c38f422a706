import type { Measured } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';

/** More than this apart, "the same rate" would be said in vain. */
const ALLOWED_SPREAD = 0.05;

/** What the same rate was, and whether it was the same. */
export function sameRateNote({ paced, rateSpread }: Measured, reference: string): string {
  const rate = Math.round(median(paced(reference).requestsPerSecond)).toLocaleString('en');
  const apart = `${(rateSpread * 100).toFixed(1)} %`;
  return rateSpread <= ALLOWED_SPREAD
    ? `the same rate was ${rate} requests/s, with all subjects within ${apart}.`
    : `**the rates were ${apart} apart** (${rate} requests/s for ${reference}), so that their CPU compares badly.`;
}
