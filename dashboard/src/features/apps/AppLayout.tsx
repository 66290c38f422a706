import { getApp } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Link, Outlet, useParams } from 'react-router';
import { read } from '../../api/query.ts';
import { environmentOf } from '../../api/use-app.ts';
import { useCustomer } from '../../api/use-session.ts';
import { appPages } from '../../app-pages.ts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import { LinkTabs } from '../../ui/LinkTabs.tsx';
import { Page } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Badge } from '../../ui/Status.tsx';

/** Head and tabs of one app; the pages below find it in the outlet's context. */
export function AppLayout() {
  const { slug } = useCustomer();
  const { app: appSlug = '' } = useParams();
  const query = useQuery(read(slug, getApp, { params: { id: appSlug } }));
  const at = `/c/${slug}/apps/${appSlug}`;
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-32" />}>
      {({ data: app }) => {
        const host = environmentOf(app, 'production')?.hosts[0];
        return (
          <div className="flex flex-col gap-1">
            <nav aria-label="Place" className="flex items-center gap-1 text-xs text-faint">
              <Link to={`/c/${slug}/apps`} className="hover:text-ink hover:underline">
                Apps
              </Link>
              <ChevronRight className="size-3" aria-hidden />
              <span aria-current="page">{app.name}</span>
            </nav>
            <Page
              title={app.name}
              lead={
                <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
                  {host && (
                    <span className="inline-flex min-w-0 items-center gap-1 font-mono text-[0.8125rem]">
                      <span className="truncate">{host}</span>
                      <CopyButton text={host} label="Copy the host" />
                    </span>
                  )}
                  {app.status === 'suspended' && <Badge tone="bad">suspended</Badge>}
                  <LivenessBadge liveness={app.liveness} />
                </span>
              }
            >
              <LinkTabs
                label={`Parts of ${app.name}`}
                tabs={appPages.map(([path, label]) => ({ to: `${at}${path}`, label, end: path === '' }))}
              />
              <Outlet context={app} />
            </Page>
          </div>
        );
      }}
    </Loaded>
  );
}
