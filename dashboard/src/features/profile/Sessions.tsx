import { listSessions, revokeSession, type Session } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChange } from '../../api/change.ts';
import { read } from '../../api/query.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Badge } from '../../ui/Status.tsx';
import { actionsColumn, type Column, Table } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';
import { browserOf } from './browser-of.ts';

/** Where the account is signed in. */
export function Sessions() {
  const query = useQuery(read(null, listSessions));
  return (
    <Section title="Sessions" lead="Where you are signed in." flush>
      <Loaded query={query} skeleton={<Skeleton className="m-4 h-24" />}>
        {({ data }) => <Table label="Sessions" columns={columns} rows={data.items} rowKey={({ id }) => id} />}
      </Loaded>
    </Section>
  );
}

const columns: Column<Session>[] = [
  {
    id: 'browser',
    header: 'Browser',
    cell: ({ user_agent, current }) => (
      <span className="inline-flex flex-wrap items-center gap-2" title={user_agent}>
        <span className="font-medium">{browserOf(user_agent)}</span>
        {current && <Badge tone="good">this one</Badge>}
      </span>
    ),
  },
  {
    id: 'ip',
    header: 'Address',
    from: 'sm',
    cell: ({ ip }) => <span className="font-mono text-xs">{ip}</span>,
  },
  {
    id: 'seen',
    header: 'Last seen',
    cell: ({ last_seen_at }) => (
      <span className="text-soft">
        <Ago at={last_seen_at} />
      </span>
    ),
  },
  actionsColumn((session) => <End session={session} />),
];

function End({ session }: { session: Session }) {
  const change = useChange({ scope: null, operation: revokeSession, said: 'Session ended' });
  if (session.current) return null;
  return (
    <Button
      size="sm"
      pending={change.isPending}
      onClick={() => change.mutate({ params: { id: session.id } })}
    >
      End
    </Button>
  );
}
