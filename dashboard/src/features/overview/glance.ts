import type { dashboard } from '@aegis/contracts';
import type { z } from 'zod';
import { formatNumber } from '../../ui/format.ts';

type Data = Pick<z.output<(typeof dashboard)['response']>, 'apps' | 'active_keys' | 'today' | 'before'>;

/** The day in one sentence. */
export function glanceOf({ apps, active_keys, today, before }: Data): string {
  const requests = `${formatNumber(today.requests)} ${today.requests === 1 ? 'request' : 'requests'}`;
  const things = `${formatNumber(active_keys)} active ${active_keys === 1 ? 'API key' : 'API keys'} in ${formatNumber(apps)} ${apps === 1 ? 'app' : 'apps'}`;
  return `${requests} in the last 24 hours${changeOf(today.requests, before.requests)} · ${things}`;
}

/** Nothing to compare with: nothing to say. */
function changeOf(now: number, before: number): string {
  if (before === 0) return '';
  const share = Math.round(((now - before) / before) * 100);
  if (share === 0) return ', as the day before';
  return `, ${share > 0 ? '+' : '−'}${formatNumber(Math.abs(share))}% against the day before`;
}
