import type { Liveness } from '@aegis/contracts';
import { formatMilliseconds, formatNumber } from '../ui/format.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'idle' | 'busy';

export function toneOf(liveness: Liveness): Tone {
  if (liveness.state === 'refused') return 'bad';
  if (liveness.state === 'live') return 'good';
  if (liveness.state === 'partly') return 'warn';
  return liveness.gateways === 0 ? 'idle' : 'busy';
}

/** "Live on 3 of 3 gateways, 38 ms" */
export function wordsOf(liveness: Liveness): string {
  if (liveness.state === 'refused') return `Refused: ${liveness.refusals[0]?.reason ?? 'see the gateways'}`;
  if (liveness.gateways === 0) return 'Saved; no gateway is connected';
  const where = `on ${formatNumber(liveness.live_on)} of ${formatNumber(liveness.gateways)} gateways`;
  if (liveness.state === 'publishing') return `Publishing, ${where} so far`;
  const took = liveness.took_ms === undefined ? '' : `, ${formatMilliseconds(liveness.took_ms)}`;
  return `Live ${where}${took}`;
}
