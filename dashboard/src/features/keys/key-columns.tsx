import type { ApiKey } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { formatDay } from '../../ui/format.ts';
import { Badge, type StatusTone, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

const tones: Record<ApiKey['status'], StatusTone> = { active: 'good', expired: 'warn', revoked: 'idle' };

export const keyColumns: Column<ApiKey>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (key) => (
      <>
        <span className="block font-medium">{key.name}</span>
        <span className="font-mono text-xs whitespace-nowrap text-faint">
          {key.prefix}…{key.last_four}
        </span>
      </>
    ),
  },
  {
    id: 'environment',
    header: 'Environment',
    from: 'sm',
    cell: ({ environment }) => <Tag>{environment}</Tag>,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <Badge tone={tones[status]}>{status}</Badge> },
  {
    id: 'used',
    header: 'Last use',
    from: 'md',
    cell: ({ last_used_at }) => (
      <span className="text-soft">{last_used_at ? <Ago at={last_used_at} /> : 'never'}</span>
    ),
  },
  {
    id: 'expires',
    header: 'Expires',
    from: 'lg',
    cell: ({ expires_at }) => (
      <span className="text-soft">{expires_at ? formatDay(expires_at) : 'never'}</span>
    ),
  },
  {
    id: 'created',
    header: 'Created',
    sort: 'created_at',
    from: 'lg',
    cell: ({ created_at }) => (
      <span className="text-soft">
        <Ago at={created_at} />
      </span>
    ),
  },
  {
    id: 'live',
    header: 'Gateways',
    from: 'lg',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];
