import { createToken } from '@aegis/contracts';
import { useState } from 'react';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledLines } from '../../ui/controlled.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
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

const endOfDay = {
  setValueAs: (day: string | undefined) => (day ? new Date(`${day}T23:59:59`).toISOString() : undefined),
};

function NewTokenForm({ onClose, onSecret }: NewTokenProps) {
  const { slug } = useCustomer();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { form, submit, problem, pending } = useChangeForm({
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
    <DialogForm submit={submit} problem={problem} pending={pending} action="Create token" onCancel={onClose}>
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
