import { type Invitation, listInvitations, withdrawInvitation } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChange } from '../../api/change.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Page.tsx';
import { Badge } from '../../ui/Status.tsx';
import { actionsColumn, type Column, Table } from '../../ui/Table.tsx';
import { Ago } from '../../ui/Time.tsx';

/** Nothing to show while nobody is invited. */
export function Invitations() {
  const { slug } = useCustomer();
  const { data } = useQuery(read(slug, listInvitations));
  if (!data || data.data.items.length === 0) return null;
  return (
    <Section title="Open invitations" flush>
      <Table label="Open invitations" columns={columns} rows={data.data.items} rowKey={({ id }) => id} />
    </Section>
  );
}

const columns: Column<Invitation>[] = [
  { id: 'email', header: 'E-mail', cell: ({ email }) => email },
  { id: 'role', header: 'Role', cell: ({ role }) => <Badge>{role}</Badge> },
  {
    id: 'expires',
    header: 'Ends',
    from: 'sm',
    cell: ({ expires_at }) => (
      <span className="text-soft">
        <Ago at={expires_at} />
      </span>
    ),
  },
  actionsColumn((invitation) => <Withdraw invitation={invitation} />),
];

function Withdraw({ invitation }: { invitation: Invitation }) {
  const { slug, may } = useCustomer();
  const change = useChange({ scope: slug, operation: withdrawInvitation, said: 'Invitation withdrawn' });
  if (!may('members', 'delete')) return null;
  return (
    <Button
      size="sm"
      pending={change.isPending}
      aria-label={`Withdraw the invitation of ${invitation.email}`}
      onClick={() => change.mutate({ params: { id: invitation.id } })}
    >
      Withdraw
    </Button>
  );
}
