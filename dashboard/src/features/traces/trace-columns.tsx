import type { SampleSummary } from '@aegis/contracts';
import { toneOfStatus } from '../../calls/status.ts';
import { formatMilliseconds } from '../../ui/format.ts';
import { Badge, Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

export const traceColumns = (open: (requestId: string) => void): Column<SampleSummary>[] => [
  {
    id: 'request',
    header: 'Request',
    cell: ({ request_id, method, path }) => (
      <button
        type="button"
        onClick={() => open(request_id)}
        className="py-1 text-left font-mono text-[0.8125rem] font-medium break-all hover:text-accent hover:underline"
      >
        {method} {path || '(refused before it was read)'}
      </button>
    ),
  },
  {
    id: 'answer',
    header: 'Answer',
    cell: ({ status, code }) => (
      <span className="flex flex-wrap items-center gap-1.5">
        <Badge tone={toneOfStatus(status)}>{status}</Badge>
        {code && <span className="font-mono text-xs text-soft">{code}</span>}
      </span>
    ),
  },
  {
    id: 'route',
    header: 'Route',
    from: 'md',
    cell: ({ route }) => <span className="text-soft">{route}</span>,
  },
  {
    id: 'environment',
    header: 'Environment',
    from: 'lg',
    cell: ({ environment }) => <Tag>{environment}</Tag>,
  },
  {
    id: 'took',
    header: 'Took',
    from: 'md',
    align: 'right',
    cell: ({ duration_ms }) => <span className="text-soft">{formatMilliseconds(duration_ms)}</span>,
  },
  {
    id: 'when',
    header: 'When',
    from: 'sm',
    cell: ({ at_ms }) => (
      <span className="text-soft">
        <Ago at={new Date(at_ms).toISOString()} />
      </span>
    ),
  },
];
