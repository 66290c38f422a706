import { type App, type Environment, getQuotaUsage, type Quota } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { EditMenu } from '../../ui/EditMenu.tsx';
import { formatMomentWithZone, formatNumber } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Badge } from '../../ui/Status.tsx';
import { UsageBar } from './UsageBar.tsx';

interface QuotaCardProps {
  app: App;
  quota: Quota;
  environment: Environment;
  onEdit: () => void;
  onDelete: () => void;
}

const REFRESH_MS = 10_000;

export function QuotaCard({ app, quota, environment, onEdit, onDelete }: QuotaCardProps) {
  const { slug, may } = useCustomer();
  const { id, name, amount, period, counted_by, kind, time_zone, applies_to_app, liveness } = quota;
  const input = { params: { app_id: app.id, id }, query: { environment } };
  const query = useQuery({ ...read(slug, getQuotaUsage, input), refetchInterval: REFRESH_MS });
  const whose = counted_by === 'tenant' ? 'for each tenant' : 'for the whole app';
  return (
    <Section
      title={name}
      lead={`${formatNumber(amount)} calls a ${period} ${whose}, by the clocks of ${time_zone}`}
      actions={
        <div className="flex items-center gap-2">
          {!applies_to_app && <Badge tone="idle">where a tier names it</Badge>}
          <Badge tone={kind === 'hard' ? 'busy' : 'idle'}>{kind}</Badge>
          <LivenessBadge short liveness={liveness} />
          <EditMenu
            name={name}
            mayEdit={may('limits', 'write')}
            mayDelete={may('limits', 'delete')}
            onEdit={onEdit}
            onDelete={onDelete}
          />
        </div>
      }
    >
      <Loaded query={query} skeleton={<Skeleton className="h-10" />}>
        {({ data }) => {
          const rows =
            counted_by === 'app' && data.items.length === 0 ? [{ tenant: '', used: 0 }] : data.items;
          return (
            <div className="flex flex-col gap-3">
              {rows.length === 0 && <p className="text-soft">No tenant has called in this {period}.</p>}
              {rows.map(({ tenant, used }) => (
                <UsageBar
                  key={tenant}
                  label={counted_by === 'app' ? app.name : tenant || 'Without a tenant'}
                  used={used}
                  amount={data.amount}
                />
              ))}
              <p className="text-xs text-faint">
                {data.period} begins anew at{' '}
                <time dateTime={data.resets_at}>{formatMomentWithZone(data.resets_at)}</time>
              </p>
            </div>
          );
        }}
      </Loaded>
    </Section>
  );
}
