import { listOperators, type Operator, removeOperator } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { formatDay } from '../../ui/format.ts';
import { Card, Page } from '../../ui/Page.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { Badge } from '../../ui/Status.tsx';
import { actionsColumn, type Column, Table } from '../../ui/Table.tsx';
import { NewOperatorDialog } from './NewOperatorDialog.tsx';

export function OperatorsPage() {
  const { may } = useOperator();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Operator>();
  const query = useQuery(read(null, listOperators));
  const columns: Column<Operator>[] = [
    {
      id: 'name',
      header: 'Operator',
      cell: ({ name, email }) => (
        <>
          <span className="block font-medium">{name}</span>
          <span className="text-xs text-faint">{email}</span>
        </>
      ),
    },
    { id: 'role', header: 'Role', cell: ({ role }) => <Badge>{role}</Badge> },
    {
      id: 'since',
      header: 'Since',
      from: 'sm',
      cell: ({ created_at }) => <span className="text-soft">{formatDay(created_at)}</span>,
    },
    actionsColumn(
      (operator) =>
        may('operators', 'delete') && (
          <Button size="sm" aria-label={`Remove ${operator.email}`} onClick={() => setRemoving(operator)}>
            Remove
          </Button>
        ),
    ),
  ];
  return (
    <Page
      title="Operators"
      lead="Who runs this platform."
      actions={
        may('operators', 'write') && (
          <Button look="primary" onClick={() => setAdding(true)}>
            <UserPlus aria-hidden />
            Add operator
          </Button>
        )
      }
    >
      <Card>
        <Loaded query={query} skeleton={<Skeleton className="m-4 h-24" />}>
          {({ data }) => (
            <Table
              label="Operators"
              columns={columns}
              rows={data.items}
              rowKey={({ account_id }) => account_id}
            />
          )}
        </Loaded>
      </Card>
      {adding && <NewOperatorDialog onClose={() => setAdding(false)} />}
      {removing && (
        <DeleteRow
          scope={null}
          operation={removeOperator}
          input={{ params: { account_id: removing.account_id } }}
          title={`Remove ${removing.email}?`}
          action="Remove operator"
          said="Operator removed"
          onClose={() => setRemoving(undefined)}
        >
          The account stays; it can no longer enter this console.
        </DeleteRow>
      )}
    </Page>
  );
}
