import type { Token } from '@aegis/contracts';
import { formatDay } from '../../ui/format.ts';
import { Badge, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

export const tokenColumns: Column<Token>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name, prefix }) => (
      <>
        <span className="block font-medium">{name}</span>
        <span className="font-mono text-xs text-faint">{prefix}…</span>
      </>
    ),
  },
  { id: 'kind', header: 'Kind', from: 'sm', cell: ({ kind }) => <Badge>{kind}</Badge> },
  {
    id: 'scopes',
    header: 'Scopes',
    from: 'md',
    cell: ({ scopes }) => (
      <span className="flex flex-wrap gap-1">
        {scopes.slice(0, 4).map((scope) => (
          <Tag key={scope}>{scope}</Tag>
        ))}
        {scopes.length > 4 && <span className="text-xs text-faint">and {scopes.length - 4} more</span>}
      </span>
    ),
  },
  {
    id: 'used',
    header: 'Last use',
    cell: ({ last_used_at }) => (
      <span className="text-soft">{last_used_at ? <Ago at={last_used_at} /> : 'never'}</span>
    ),
  },
  {
    id: 'expires',
    header: 'Expires',
    from: 'lg',
    cell: ({ expires_at }) => (
      <span className="text-soft">{expires_at ? formatDay(expires_at) : 'never'}</span>
    ),
  },
];
