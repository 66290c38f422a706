import type { JwtIssuer } from '@aegis/contracts';
import { LivenessBadge } from '../../liveness/LivenessBadge.tsx';
import { Badge, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';
import { sourceKinds } from './issuer-form.ts';

export const issuerColumns = (open: (id: string) => void): Column<JwtIssuer>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (issuer) => (
      <button type="button" onClick={() => open(issuer.id)} className="group py-1 text-left">
        <span className="block font-mono text-[0.8125rem] font-medium group-hover:text-accent group-hover:underline">
          {issuer.name}
        </span>
        <span className="text-xs break-all text-faint">{issuer.issuer}</span>
      </button>
    ),
  },
  {
    id: 'keys',
    header: 'Keys in force',
    from: 'sm',
    cell: ({ keys, source }) => (
      <span className="flex flex-col gap-1 py-1">
        <span className="text-xs text-soft">{sourceKinds[source.kind].label}</span>
        <span className="flex flex-wrap gap-1">
          {keys.map(({ kid, algorithms }) => (
            <Tag key={`${kid} ${algorithms}`}>{[kid, ...algorithms].filter(Boolean).join(' ')}</Tag>
          ))}
        </span>
      </span>
    ),
  },
  { id: 'fetched', header: 'Key set', from: 'md', cell: (issuer) => <FetchState issuer={issuer} /> },
  {
    id: 'live',
    header: 'Gateways',
    from: 'md',
    cell: ({ liveness }) => <LivenessBadge short liveness={liveness} />,
  },
];

/** A provider that is away keeps its last keys in force, so its problem is a warning. */
function FetchState({ issuer }: { issuer: JwtIssuer }) {
  const { fetched_at, fetch_problem } = issuer;
  if (fetched_at === undefined) return <span className="text-soft">does not change</span>;
  return (
    <span className="flex flex-col items-start gap-1 py-1">
      {fetch_problem === undefined ? (
        <Badge tone="good">fetched</Badge>
      ) : (
        <Badge tone="warn">last keys kept</Badge>
      )}
      <span className="text-xs text-soft">{fetch_problem ?? <Ago at={fetched_at} />}</span>
    </span>
  );
}
