import { deleteRole, listRoles, type Role } from '@aegis/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { readPages } from '../../api/query.ts';
import { useApp } from '../../api/use-app.ts';
import { useListState } from '../../api/use-list-state.ts';
import { useOpened } from '../../api/use-opened.ts';
import { useCustomer } from '../../api/use-session.ts';
import { AddButton } from '../../ui/Button.tsx';
import { DeleteRow } from '../../ui/DeleteRow.tsx';
import { EditMenu } from '../../ui/EditMenu.tsx';
import { List } from '../../ui/List.tsx';
import { Empty } from '../../ui/States.tsx';
import { actionsColumn } from '../../ui/Table.tsx';
import { CheckPanel } from './CheckPanel.tsx';
import { RoleDialog } from './RoleDialog.tsx';
import { roleColumns } from './role-columns.tsx';

export function RolesPage() {
  const app = useApp();
  const { slug, may } = useCustomer();
  const state = useListState();
  const opened = useOpened();
  const [deleting, setDeleting] = useState<Role>();
  const add = may('roles', 'write') && <AddButton onClick={opened.create}>Add role</AddButton>;
  const actions = (role: Role) => (
    <EditMenu
      name={role.name}
      mayEdit={may('roles', 'write')}
      mayDelete={may('roles', 'delete')}
      onEdit={() => opened.edit(role.id)}
      onDelete={() => setDeleting(role)}
    />
  );
  const input = { params: { app_id: app.id }, query: state.query };
  return (
    <div className="flex flex-col gap-5">
      <List
        label="Roles"
        state={state}
        query={useInfiniteQuery(readPages(slug, listRoles, input))}
        columns={[...roleColumns(opened.edit), actionsColumn(actions)]}
        rowKey={(role) => role.id}
        filters={<div className="ml-auto">{add}</div>}
        empty={
          <Empty icon={ShieldCheck} title="No role yet" action={add}>
            A role holds permissions, such as orders:read. Tokens name it, or you grant it to a user of a
            tenant.
          </Empty>
        }
      />
      <CheckPanel app={app} />
      {(opened.creating || opened.editing) && (
        <RoleDialog app={app} id={opened.editing} onClose={opened.close} />
      )}
      {deleting && (
        <DeleteRow
          scope={slug}
          operation={deleteRole}
          input={{ params: { app_id: app.id, id: deleting.id } }}
          title={`Delete ${deleting.name}?`}
          action="Delete role"
          said="Role deleted"
          onClose={() => setDeleting(undefined)}
        >
          It can only go when nobody has it and no role inherits it. Tokens that name it lose what it allowed.
        </DeleteRow>
      )}
    </div>
  );
}
