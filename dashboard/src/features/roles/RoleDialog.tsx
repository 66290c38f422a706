import { type App, createRole, getRole, type Role, RoleBody, replaceRole } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { readToEdit } from '../../api/query.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Loaded, Skeleton } from '../../ui/States.tsx';
import { RoleFields } from './RoleFields.tsx';

interface RoleDialogProps {
  app: App;
  /** Undefined: a new one. */
  id: string | undefined;
  onClose: () => void;
}

export const RoleDialog = ({ app, id, onClose }: RoleDialogProps) => (
  <Dialog open onClose={onClose} title={id ? 'Role' : 'Add a role'}>
    {id ? <EditRole app={app} id={id} onClose={onClose} /> : <NewRole app={app} onClose={onClose} />}
  </Dialog>
);

function NewRole({ app, onClose }: Omit<RoleDialogProps, 'id'>) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const form = useChangeForm({
    scope: slug,
    operation: createRole,
    schema: RoleBody,
    defaultValues: { name: '', description: '', permissions: [], inherits: [] },
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'Role added',
    onDone: onClose,
  });
  return <RoleFields {...form} app={app} edited={undefined} action="Add role" onCancel={onClose} />;
}

function EditRole({ app, id, onClose }: RoleDialogProps & { id: string }) {
  const { slug } = useCustomer();
  const query = useQuery(readToEdit(slug, getRole, { params: { app_id: app.id, id } }));
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-72" />}>
      {({ data, etag }) => <EditForm app={app} role={data} etag={etag} onClose={onClose} />}
    </Loaded>
  );
}

interface EditFormProps {
  app: App;
  role: Role;
  etag: string | undefined;
  onClose: () => void;
}

function EditForm({ app, role, etag, onClose }: EditFormProps) {
  const { slug } = useCustomer();
  const { id, name, description, permissions, inherits } = role;
  const form = useChangeForm({
    scope: slug,
    operation: replaceRole,
    schema: RoleBody,
    defaultValues: { name, description, permissions, inherits },
    inputOf: (body) => ({ params: { app_id: app.id, id }, body, ifMatch: etag }),
    said: 'Role changed',
    onDone: onClose,
  });
  return <RoleFields {...form} app={app} edited={role} action="Save" onCancel={onClose} />;
}
