import { type App, deleteTenantUser, listRoles, listTenantUsers, type TenantUser } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Pencil, Trash2, UserPlus, UserRound } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useNames } from '../../api/use-names.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { List } from '../../ui/List.tsx';
import { MenuItem } from '../../ui/Menu.tsx';
import { RowMenu } from '../../ui/RowMenu.tsx';
import { Empty } from '../../ui/States.tsx';
import { Tag } from '../../ui/Status.tsx';
import type { Column } from '../../ui/Table.tsx';
import { UserDialog } from './UserDialog.tsx';

const columns: Column<TenantUser>[] = [
  {
    id: 'id',
    header: 'User',
    sort: 'id',
    cell: ({ id, name }) => (
      <span className="flex min-w-0 max-w-36 flex-col sm:max-w-60">
        <span className="truncate font-medium">{name}</span>
        <span className="truncate font-mono text-xs text-faint">{id}</span>
      </span>
    ),
  },
  {
    id: 'roles',
    header: 'Granted roles',
    cell: ({ roles }) => (
      <span className="flex flex-wrap gap-1">
        {roles.length === 0 && <span className="text-soft">none</span>}
        {roles.map((role) => (
          <Tag key={role}>{role}</Tag>
        ))}
      </span>
    ),
  },
];

/** Users of a tenant with what they were granted. */
export function Users({ app, tenant }: { app: App; tenant: string }) {
  const { slug, may } = useCustomer();
  const state = useListState();
  const [open, setOpen] = useState<{ user?: TenantUser }>();
  const [deleting, setDeleting] = useState<TenantUser>();
  const params = { app_id: app.id, tenant };
  const roles = useNames(app, listRoles);
  const add = may('tenants', 'write') && (
    <Button onClick={() => setOpen({})}>
      <UserPlus aria-hidden />
      Add user
    </Button>
  );
  const actions = (user: TenantUser) => (
    <RowMenu label={`Actions for ${user.name}`}>
      <MenuItem onSelect={() => setOpen({ user })}>
        <Pencil aria-hidden />
        Name and roles
      </MenuItem>
      {may('tenants', 'delete') && (
        <MenuItem danger onSelect={() => setDeleting(user)}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      )}
    </RowMenu>
  );
  const withActions = may('tenants', 'write')
    ? [...columns, { id: 'actions', header: '', cell: actions, align: 'right' as const }]
    : columns;
  return (
    <>
      <List
        label="Users"
        state={state}
        query={useInfiniteQuery(readPages(slug, listTenantUsers, { params, query: state.query }))}
        columns={withActions}
        rowKey={(user) => user.id}
        filters={<div className="ml-auto">{add}</div>}
        empty={
          <Empty icon={UserRound} title="No user with roles yet" action={add}>
            Users are known by what tokens call them. Add those that you want to grant roles to.
          </Empty>
        }
      />
      {open && (
        <UserDialog params={params} user={open.user} roles={roles} onClose={() => setOpen(undefined)} />
      )}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteTenantUser}
          input={{ params: { ...params, user: deleting.id } }}
          title={`Delete ${deleting.name}?`}
          action="Delete user"
          said="User deleted"
          onClose={() => setDeleting(undefined)}
        >
          Everything that was granted to {deleting.id} is taken. Its tokens stay good.
        </DeleteRow>
      )}
    </>
  );
}
