import { useQuery } from '@tanstack/react-query';
import { Boxes, Plus } from 'lucide-react';
import { useCustomer } from '../../api/use-session.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { Card, Page } from '../../ui/Page.tsx';
import { Empty, Loaded, Skeleton } from '../../ui/States.tsx';
import { usageQueries } from '../../usage/queries.ts';
import { UsagePanel } from '../../usage/UsagePanel.tsx';
import { Attention } from './Attention.tsx';
import { glanceOf } from './glance.ts';

export function OverviewPage() {
  const { slug, membership, may } = useCustomer();
  const glance = useQuery(usageQueries.dashboard(slug));
  const create = may('apps', 'write') && (
    <LinkButton look="primary" to={`/c/${slug}/apps/new`}>
      <Plus aria-hidden />
      New app
    </LinkButton>
  );
  return (
    <Page
      title={membership.name}
      lead={<span className="block min-h-5">{glance.data && glanceOf(glance.data.data)}</span>}
      actions={create}
    >
      <Loaded query={glance} skeleton={<GlanceSkeleton />}>
        {({ data }) =>
          data.apps === 0 ? (
            <Card>
              <Empty icon={Boxes} title="Put your first API behind the gateway" action={create}>
                Name it, paste the address where it runs, and call it through the gateway a minute later.
              </Empty>
            </Card>
          ) : (
            <>
              <Attention items={data.attention} slug={slug} />
              <UsagePanel slug={slug} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

const GlanceSkeleton = () => (
  <div className="flex flex-col gap-6">
    <Skeleton className="h-24" />
    <Skeleton className="h-96" />
  </div>
);
