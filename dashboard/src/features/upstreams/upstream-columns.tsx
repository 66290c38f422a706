import type { Upstream } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { formatMilliseconds } from '../../ui/format.ts';
import { Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';

export const upstreamColumns = (open: (id: string) => void): Column<Upstream>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (upstream) => (
      <button
        type="button"
        onClick={() => open(upstream.id)}
        className="font-mono text-[0.8125rem] font-medium hover:text-accent hover:underline"
      >
        {upstream.name}
      </button>
    ),
  },
  {
    id: 'environment',
    header: 'Environment',
    from: 'sm',
    cell: ({ environment }) => <Tag>{environment}</Tag>,
  },
  {
    id: 'targets',
    header: 'Targets',
    cell: ({ targets }) => (
      <ul className="flex flex-col gap-0.5 py-1 font-mono text-xs text-soft">
        {targets.slice(0, 3).map(({ url, weight }) => (
          <li key={url} className="break-all">
            {url}
            {targets.length > 1 && <span className="text-faint"> × {weight}</span>}
          </li>
        ))}
        {targets.length > 3 && <li className="text-faint">and {targets.length - 3} more</li>}
      </ul>
    ),
  },
  {
    id: 'timeout',
    header: 'Waits for an answer',
    from: 'lg',
    align: 'right',
    cell: ({ timeouts }) => formatMilliseconds(timeouts.read_ms),
  },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];
