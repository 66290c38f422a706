import type { Tenant } from '@aegis/contracts';
import { Link } from 'react-router';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { Badge, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

export const tenantColumns = (at: string): Column<Tenant>[] => [
  {
    id: 'id',
    header: 'Tenant',
    sort: 'id',
    cell: ({ id, name }) => (
      <Link
        to={`${at}/${encodeURIComponent(id)}`}
        className="flex min-w-0 max-w-44 flex-col sm:max-w-80 hover:text-accent hover:underline"
      >
        <span className="truncate font-medium">{name}</span>
        <span className="truncate font-mono text-xs text-faint">{id}</span>
      </Link>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => <Badge tone={status === 'active' ? 'good' : 'bad'}>{status}</Badge>,
  },
  {
    id: 'tier',
    header: 'Tier',
    from: 'sm',
    cell: ({ tier }) => (tier ? <Tag>{tier}</Tag> : <span className="text-soft">default</span>),
  },
  {
    id: 'created_at',
    header: 'Added',
    sort: 'created_at',
    from: 'md',
    cell: ({ created_at }) => <Ago at={created_at} />,
  },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];
