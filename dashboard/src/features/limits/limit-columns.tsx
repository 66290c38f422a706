import type { Limit } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { formatNumber, formatPeriod } from '../../ui/format.ts';
import { Badge, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';

export const limitColumns = (open: (id: string) => void): Column<Limit>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (limit) => (
      <button
        type="button"
        onClick={() => open(limit.id)}
        className="font-mono text-[0.8125rem] font-medium hover:text-accent hover:underline"
      >
        {limit.name}
      </button>
    ),
  },
  {
    id: 'amount',
    header: 'Requests',
    cell: ({ amount, period_ms }) => (
      <span className="tabular">
        {formatNumber(amount)} <span className="text-soft">per {formatPeriod(period_ms)}</span>
      </span>
    ),
  },
  {
    id: 'by',
    header: 'Counted by',
    from: 'sm',
    cell: ({ by }) => (
      <span className="flex flex-wrap gap-1">
        {by.map((subject) => (
          <Tag key={subject}>{subject}</Tag>
        ))}
      </span>
    ),
  },
  {
    id: 'algorithm',
    header: 'Algorithm',
    from: 'lg',
    cell: ({ algorithm }) => <Tag>{algorithm}</Tag>,
  },
  { id: 'store', header: 'Store', from: 'lg', cell: ({ store }) => <Tag>{store}</Tag> },
  {
    id: 'where',
    header: 'Where',
    from: 'md',
    cell: ({ applies_to_app }) =>
      applies_to_app ? (
        <Badge tone="busy">whole app</Badge>
      ) : (
        <span className="text-soft">where it is named</span>
      ),
  },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];
