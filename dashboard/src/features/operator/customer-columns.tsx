import type { CustomerStatus } from '@aegis/contracts';
import { formatDay, formatNumber } from '../../ui/format.ts';
import { Badge, type StatusTone } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import type { ListedCustomer } from './CustomerActions.tsx';

const tones: Record<CustomerStatus, StatusTone> = {
  unverified: 'idle',
  pending: 'warn',
  active: 'good',
  suspended: 'bad',
  closed: 'idle',
};

export const customerColumns: Column<ListedCustomer>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: ({ name, slug }) => (
      <>
        <span className="block font-medium">{name}</span>
        <span className="font-mono text-xs text-faint">{slug}</span>
      </>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <Badge tone={tones[status]}>{status}</Badge> },
  {
    id: 'owner',
    header: 'Owner',
    from: 'sm',
    cell: ({ owner_email }) => <span className="break-all text-soft">{owner_email}</span>,
  },
  { id: 'apps', header: 'Apps', from: 'md', align: 'right', cell: ({ apps }) => formatNumber(apps) },
  {
    id: 'members',
    header: 'Members',
    from: 'md',
    align: 'right',
    cell: ({ members }) => formatNumber(members),
  },
  {
    id: 'created',
    header: 'Since',
    sort: 'created_at',
    from: 'lg',
    cell: ({ created_at }) => <span className="text-soft">{formatDay(created_at)}</span>,
  },
];
