import type { Role } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Permissions } from './Permissions.tsx';

export const roleColumns = (open: (id: string) => void): Column<Role>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: ({ id, name, description }) => (
      <span className="flex min-w-0 max-w-72 flex-col items-start">
        <button
          type="button"
          onClick={() => open(id)}
          className="font-mono text-[0.8125rem] font-medium hover:text-accent hover:underline"
        >
          {name}
        </button>
        {description && <span className="max-w-full truncate text-xs text-faint">{description}</span>}
      </span>
    ),
  },
  {
    id: 'permissions',
    header: 'Permissions',
    cell: ({ permissions, inherited }) => (
      <span className="flex flex-col items-start gap-1.5 py-1">
        <Permissions patterns={permissions} />
        {inherited.map(({ role, permissions: patterns }) => (
          <span key={role} className="flex flex-wrap items-center gap-1">
            <span className="text-xs text-faint">
              from <span className="font-mono">{role}</span>
            </span>
            <Permissions patterns={patterns} />
          </span>
        ))}
      </span>
    ),
  },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];
