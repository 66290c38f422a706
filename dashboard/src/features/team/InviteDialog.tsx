import { inviteMember, MemberRole } from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';

const roleWords: Record<MemberRole, string> = {
  owner: 'Owner: everything',
  admin: 'Admin: everything but closing the company',
  developer: 'Developer: apps, routes, keys, limits',
  billing: 'Billing: numbers and invoices',
  viewer: 'Viewer: looks, changes nothing',
};

export function InviteDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Invite a colleague" description="They get a link by mail.">
      <InviteForm onClose={onClose} />
    </Dialog>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: inviteMember,
    schema: inviteMember.body,
    defaultValues: { email: '', role: 'developer' },
    inputOf: (body) => ({ body, idempotencyKey }),
    said: 'Invitation sent',
    onDone: onClose,
  });
  const { errors } = form.formState;
  return (
    <DialogForm {...sending} action="Send invitation" onCancel={onClose}>
      <Field label="E-mail" error={errors.email?.message}>
        {(field) => <Input {...field} {...form.register('email')} type="email" autoFocus />}
      </Field>
      <Field label="Role" error={errors.role?.message}>
        {(field) => (
          <Select {...field} {...form.register('role')}>
            {MemberRole.options.map((role) => (
              <option key={role} value={role}>
                {roleWords[role]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </DialogForm>
  );
}
