import type { Route } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { Badge, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { authWays } from './auth-ways.ts';

export const routeColumns = (open: (id: string) => void): Column<Route>[] => [
  {
    id: 'path',
    header: 'Path',
    sort: 'path',
    cell: (route) => (
      <button type="button" onClick={() => open(route.id)} className="group text-left">
        <span className="block font-mono text-[0.8125rem] font-medium group-hover:text-accent group-hover:underline">
          {route.path}
        </span>
        <span className="text-xs text-faint">{route.name}</span>
      </button>
    ),
  },
  {
    id: 'methods',
    header: 'Methods',
    from: 'sm',
    cell: ({ methods }) => (
      <span className="flex flex-wrap gap-1">
        {methods.length === 0 ? <Tag>ANY</Tag> : methods.map((method) => <Tag key={method}>{method}</Tag>)}
      </span>
    ),
  },
  {
    id: 'auth',
    header: 'Callers',
    cell: ({ auth }) => <Badge tone={auth === 'none' ? 'warn' : 'good'}>{authWays[auth].short}</Badge>,
  },
  {
    id: 'limits',
    header: 'Limits and plugins',
    from: 'lg',
    cell: ({ limits, plugins }) => (
      <span className="flex flex-wrap gap-1">
        {[...limits, ...Object.keys(plugins)].map((name) => (
          <Tag key={name}>{name}</Tag>
        ))}
      </span>
    ),
  },
  {
    id: 'upstream',
    header: 'Upstream',
    from: 'lg',
    cell: ({ upstream }) => <span className="font-mono text-xs text-soft">{upstream}</span>,
  },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];
