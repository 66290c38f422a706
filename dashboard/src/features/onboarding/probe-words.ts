import type { probeUpstream } from '@aegis/contracts';
import type { z } from 'zod';
import { formatMilliseconds } from '../../ui/format.ts';

type Result = z.output<(typeof probeUpstream)['response']>;
const tlsWords = { none: '', verified: ', TLS ok', failed: ', TLS certificate not trusted' } as const;

/** "Answered 200 in 34 ms, TLS ok", or why it did not. */
export function probeWords(result: Result): { tone: 'good' | 'warn' | 'bad'; text: string } {
  if (!result.reachable) return { tone: 'bad', text: result.cause ?? 'Nothing answers there.' };
  const answered = `Answered ${result.status} in ${formatMilliseconds(result.took_ms)}${tlsWords[result.tls]}`;
  const poor = result.tls === 'failed' || (result.status ?? 200) >= 500;
  return { tone: poor ? 'warn' : 'good', text: result.cause ? `${answered}. ${result.cause}` : answered };
}
