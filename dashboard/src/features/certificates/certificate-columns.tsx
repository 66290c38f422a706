import type { Certificate } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { formatDay, formatMoment } from '../../ui/format.ts';
import { Badge, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';

const Expiry = ({
  certificate: { expires_at, expired, expires_soon, renews_at },
}: {
  certificate: Certificate;
}) => (
  <span className="flex flex-wrap items-center gap-2">
    <time dateTime={expires_at} title={formatMoment(expires_at)} className="tabular whitespace-nowrap">
      {formatDay(expires_at)}
    </time>
    {renews_at && <span className="text-xs text-faint">renews itself on {formatDay(renews_at)}</span>}
    {expired && <Badge tone="bad">expired</Badge>}
    {expires_soon && <Badge tone="warn">expires soon</Badge>}
  </span>
);

export const certificateColumns: Column<Certificate>[] = [
  {
    id: 'hosts',
    header: 'Hosts',
    cell: ({ hosts }) => (
      <span className="flex flex-wrap gap-1">
        {hosts.map((host) => (
          <Tag key={host}>{host}</Tag>
        ))}
      </span>
    ),
  },
  {
    id: 'origin',
    header: 'Origin',
    from: 'md',
    cell: ({ origin }) => <span className="text-soft">{origin}</span>,
  },
  {
    id: 'issuer',
    header: 'Signed by',
    from: 'lg',
    cell: ({ issuer }) => <span className="text-soft">{issuer}</span>,
  },
  {
    id: 'expires',
    header: 'Expires',
    sort: 'expires_at',
    cell: (certificate) => <Expiry certificate={certificate} />,
  },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];
