import { ExternalId, Name, putTenantUser, type TenantUser } from '@aegis/contracts';
import { z } from 'zod';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledChoices } from '../../ui/controlled.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';

interface UserDialogProps {
  params: { app_id: string; tenant: string };
  /** Undefined: a new one. */
  user: TenantUser | undefined;
  /** Names of the app's roles. */
  roles: readonly string[];
  onClose: () => void;
}

export const UserDialog = (props: UserDialogProps) => (
  <Dialog open onClose={props.onClose} title={props.user ? props.user.name : 'Add a user'}>
    <UserForm {...props} />
  </Dialog>
);

const schema = z.object({
  id: ExternalId,
  name: z.union([z.literal(''), Name]),
  roles: z.array(z.string()),
});

function UserForm({ params, user, roles, onClose }: UserDialogProps) {
  const { slug } = useCustomer();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: putTenantUser,
    schema,
    defaultValues: { id: user?.id ?? '', name: user?.name ?? '', roles: user?.roles ?? [] },
    inputOf: ({ id, name, roles: chosen }) => ({
      params: { ...params, user: id },
      body: { ...(name && { name }), roles: chosen },
      // A new one must not be one that is there already.
      ifMatch: user ? undefined : '"0"',
    }),
    said: user ? 'User changed' : 'User added',
    onDone: onClose,
  });
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm {...sending} action={user ? 'Save' : 'Add user'} onCancel={onClose}>
      {!user && (
        <Field label="Id" error={errors.id?.message} hint="What the token says, usually its sub">
          {(field) => <Input {...field} {...register('id')} mono placeholder="ann" autoFocus />}
        </Field>
      )}
      <Field label="Name" optional error={errors.name?.message}>
        {(field) => <Input {...field} {...register('name')} placeholder="Ann" />}
      </Field>
      {roles.length > 0 ? (
        <ControlledChoices
          control={control}
          name="roles"
          label="Roles"
          // A role beyond the first 200 that the user has already stays to be seen, and taken.
          options={[...new Set([...roles, ...(user?.roles ?? [])])]}
        />
      ) : (
        <p className="text-soft">This app has no roles yet. Add one on the page Roles, then grant it here.</p>
      )}
    </DialogForm>
  );
}
