import { changeMember, listMembers, type Member, MemberRole, removeMember } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserMinus, Users } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/change.ts';
import { readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useCustomer, useMe } from '../../api/use-session.ts';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { formatDay } from '../../ui/format.ts';
import { Select } from '../../ui/Input.tsx';
import { List } from '../../ui/List.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Empty } from '../../ui/States.tsx';
import { Badge } from '../../ui/Status.tsx';
import { actionsColumn, type Column } from '../../ui/Table.tsx';

export function Members() {
  const { slug, membership, may } = useCustomer();
  const { account } = useMe();
  const state = useListState();
  const [removing, setRemoving] = useState<Member>();
  const columns: Column<Member>[] = [
    {
      id: 'email',
      header: 'Member',
      sort: 'email',
      cell: (member) => (
        <>
          <span className="block font-medium">
            {member.name}
            {member.account_id === account.id && <span className="ml-2 text-xs text-faint">you</span>}
          </span>
          <span className="text-xs text-faint">{member.email}</span>
        </>
      ),
    },
    {
      id: 'role',
      header: 'Role',
      cell: (member) =>
        may('members', 'write') ? <RoleSelect member={member} /> : <Badge>{member.role}</Badge>,
    },
    {
      id: 'joined',
      header: 'Joined',
      sort: 'joined_at',
      from: 'md',
      cell: ({ joined_at }) => <span className="text-soft">{formatDay(joined_at)}</span>,
    },
    actionsColumn(
      (member) =>
        may('members', 'delete') && (
          <RowMenu label={`Actions for ${member.name}`}>
            <MenuItem danger onSelect={() => setRemoving(member)}>
              <UserMinus aria-hidden />
              {member.account_id === account.id ? 'Leave' : 'Remove'}
            </MenuItem>
          </RowMenu>
        ),
    ),
  ];
  return (
    <>
      <List
        label="Members"
        state={state}
        query={useInfiniteQuery(readPages(slug, listMembers, { query: state.query }))}
        columns={columns}
        rowKey={(member) => member.account_id}
        empty={<Empty icon={Users} title="Nobody here yet" />}
      />
      {removing && (
        <DeleteRow
          scope={slug}
          operation={removeMember}
          input={{ params: { account_id: removing.account_id } }}
          title={`Remove ${removing.name}?`}
          action="Remove"
          said="Member removed"
          onClose={() => setRemoving(undefined)}
        >
          {removing.email} loses access to {membership.name} at once.
        </DeleteRow>
      )}
    </>
  );
}

function RoleSelect({ member }: { member: Member }) {
  const { slug } = useCustomer();
  const change = useChange({ scope: slug, operation: changeMember, said: 'Role changed' });
  return (
    <Select
      aria-label={`Role of ${member.name}`}
      className="w-32"
      value={change.isPending ? change.variables.body.role : member.role}
      onChange={(event) =>
        change.mutate({
          params: { account_id: member.account_id },
          body: { role: MemberRole.parse(event.target.value) },
        })
      }
    >
      {MemberRole.options.map((role) => (
        <option key={role}>{role}</option>
      ))}
    </Select>
  );
}
