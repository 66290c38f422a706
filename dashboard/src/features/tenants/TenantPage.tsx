import { getTenant, listTenantTiers, type Tenant } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { read } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useNames } from '../../api/use-names.ts';
import { useCustomer } from '../../api/use-session.ts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import { Fact, Facts, Section } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Badge, Tag } from '../../ui/Status.tsx';
import { Ago } from '../../ui/Time.tsx';
import { Breakdown } from '../../usage/Breakdown.tsx';
import { TenantActions } from './TenantActions.tsx';
import { TenantDialog } from './TenantDialog.tsx';
import { Users } from './Users.tsx';

export function TenantPage() {
  const app = useApp();
  const { slug } = useCustomer();
  const { tenant: id = '' } = useParams();
  const at = `/c/${slug}/apps/${app.slug}/tenants`;
  const [editing, setEditing] = useState(false);
  const params = { app_id: app.id };
  const query = useQuery(read(slug, getTenant, { params: { ...params, tenant: id } }));
  const tiers = useNames(app, listTenantTiers);
  return (
    <div className="flex flex-col gap-5">
      <Link to={at} className="inline-flex items-center gap-1 self-start text-xs text-faint hover:text-ink">
        <ChevronLeft className="size-3" aria-hidden />
        Tenants
      </Link>
      <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
        {({ data: tenant, etag }) => (
          <>
            <Section
              title={tenant.name}
              actions={
                <TenantActions
                  app={app}
                  tenant={tenant}
                  etag={etag}
                  at={at}
                  onEdit={() => setEditing(true)}
                />
              }
            >
              <TenantFacts tenant={tenant} />
            </Section>
            <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
              <Users app={app} tenant={tenant.id} />
              <Breakdown slug={slug} range="30d" by="key" appId={app.id} tenant={tenant.id} />
            </div>
            {editing && (
              <TenantDialog
                app={app}
                tiers={tiers}
                tenant={tenant}
                etag={etag}
                onClose={() => setEditing(false)}
              />
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

function TenantFacts({ tenant }: { tenant: Tenant }) {
  const { id, status, tier, created_at, liveness, metadata } = tenant;
  return (
    <Facts>
      <Fact name="Id">
        <span className="inline-flex min-w-0 items-center gap-1 font-mono text-[0.8125rem]">
          <span className="break-all">{id}</span>
          <CopyButton text={id} label="Copy the id" />
        </span>
      </Fact>
      <Fact name="Status">
        <span className="flex flex-wrap items-center gap-3">
          <Badge tone={status === 'active' ? 'good' : 'bad'}>{status}</Badge>
          <LivenessBadge liveness={liveness} />
        </span>
      </Fact>
      <Fact name="Tier">
        {tier ? <Tag>{tier}</Tag> : 'none of its own: the default one, where there is one'}
      </Fact>
      <Fact name="Added">
        <Ago at={created_at} />
      </Fact>
      {Object.entries(metadata).map(([field, text]) => (
        <Fact key={field} name={field}>
          {text}
        </Fact>
      ))}
    </Facts>
  );
}
