import { type App, listApps } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Boxes, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { readPages } from '../../api/query.ts';
import { environmentOf } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useCustomer } from '../../api/use-session.ts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { LinkButton } from '../../ui/Button.tsx';
import { List } from '../../ui/List.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/States.tsx';
import { Badge } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

const columnsOf = (slug: string): Column<App>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (app) => (
      <Link to={`/c/${slug}/apps/${app.slug}`} className="font-medium hover:text-accent hover:underline">
        {app.name}
      </Link>
    ),
  },
  {
    id: 'host',
    header: 'Production host',
    from: 'sm',
    cell: (app) => (
      <span className="font-mono text-xs text-soft">{environmentOf(app, 'production')?.hosts[0]}</span>
    ),
  },
  { id: 'status', header: 'Status', cell: (app) => <AppStatus app={app} /> },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: (app) => <LivenessBadge short liveness={app.liveness} />,
  },
  {
    id: 'created',
    header: 'Created',
    sort: 'created_at',
    from: 'lg',
    cell: (app) => (
      <span className="text-soft">
        <Ago at={app.created_at} />
      </span>
    ),
  },
];

function AppStatus({ app }: { app: App }) {
  if (app.status === 'suspended') return <Badge tone="bad">suspended</Badge>;
  const production = environmentOf(app, 'production');
  if (!production?.ready) return <Badge tone="warn">no upstream</Badge>;
  if (!production.first_request_at) return <Badge>no request yet</Badge>;
  return <Badge tone="good">serving</Badge>;
}

export function AppsPage() {
  const { slug, may } = useCustomer();
  const state = useListState();
  const create = may('apps', 'write') && (
    <LinkButton look="primary" to={`/c/${slug}/apps/new`}>
      <Plus aria-hidden />
      New app
    </LinkButton>
  );
  return (
    <Page
      title="Apps"
      lead="Each app is one API behind the gateway, with its own hosts, keys and limits."
      actions={create}
    >
      <List
        label="Apps"
        state={state}
        query={useInfiniteQuery(readPages(slug, listApps, { query: state.query }))}
        columns={columnsOf(slug)}
        rowKey={(app) => app.id}
        empty={
          <Empty icon={Boxes} title="No app yet" action={create}>
            Name it, paste the address where it runs, and call it through the gateway.
          </Empty>
        }
      />
    </Page>
  );
}
