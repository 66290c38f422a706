import type { dashboard } from '@aegis/contracts';
import type { z } from 'zod';
import { formatMilliseconds, formatNumber, formatShare } from '../../ui/format.ts';
import { Card } from '../../ui/Page.tsx';
import { changeOf } from './change-of.ts';

type Data = z.output<(typeof dashboard)['response']>;

/** The numbers that a reader looks for first. */
export function Glance({ data: { apps, active_keys, today, before } }: { data: Data }) {
  const tiles: [string, string, string | undefined][] = [
    ['Requests', formatNumber(today.requests), changeOf(today.requests, before.requests)],
    [
      'Error rate',
      formatShare(today.errors, today.requests),
      `${formatShare(before.errors, before.requests)} before`,
    ],
    [
      'p95 latency',
      today.p95_ms === undefined ? '–' : formatMilliseconds(today.p95_ms),
      before.p95_ms === undefined ? undefined : `${formatMilliseconds(before.p95_ms)} before`,
    ],
    ['Apps and keys', `${formatNumber(apps)} · ${formatNumber(active_keys)}`, 'active API keys second'],
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {tiles.map(([name, value, note]) => (
        <Card key={name} className="px-4 py-3.5">
          <dt className="text-xs text-faint">{name}</dt>
          <dd>
            <span className="block text-2xl font-semibold tracking-tight tabular">{value}</span>
            <span className="block min-h-4 text-xs text-faint">{note}</span>
          </dd>
        </Card>
      ))}
    </dl>
  );
}
