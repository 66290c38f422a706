import { createToken } from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledLines } from '../../ui/controlled.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { endOfDay } from '../../ui/field-values.ts';
import { Input, Select } from '../../ui/Input.tsx';

interface NewTokenProps {
  onClose: () => void;
  onSecret: (secret: string) => void;
}

export const NewTokenDialog = (props: NewTokenProps) => (
  <Dialog open onClose={props.onClose} title="Create a token">
    <NewTokenForm {...props} />
  </Dialog>
);

function NewTokenForm({ onClose, onSecret }: NewTokenProps) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: createToken,
    schema: createToken.body,
    defaultValues: { name: '', kind: 'machine', scopes: ['*:read'] },
    inputOf: (body) => ({ body, idempotencyKey }),
    said: 'Token created',
    onDone: ({ data }) => onSecret(data.token),
  });
  const { errors } = form.formState;
  return (
    <DialogForm {...sending} action="Create token" onCancel={onClose}>
      <Field label="Name" error={errors.name?.message}>
        {(field) => <Input {...field} {...form.register('name')} placeholder="Deploy pipeline" autoFocus />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Kind" error={errors.kind?.message}>
          {(field) => (
            <Select {...field} {...form.register('kind')}>
              <option value="machine">Machine: stays when you leave</option>
              <option value="personal">Personal: yours alone</option>
            </Select>
          )}
        </Field>
        <Field label="Last day" optional error={errors.expires_at?.message}>
          {(field) => <Input {...field} {...form.register('expires_at', endOfDay)} type="date" />}
        </Field>
      </div>
      <ControlledLines
        control={form.control}
        name="scopes"
        label="Scopes"
        hint="One per line: resource:action, for example routes:write or *:read."
      />
    </DialogForm>
  );
}
