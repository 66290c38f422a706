import { createOperator, OperatorRole } from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';

export const NewOperatorDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog
    open
    onClose={onClose}
    title="Add an operator"
    description="A new address gets a link to choose a password."
  >
    <NewOperatorForm onClose={onClose} />
  </Dialog>
);

function NewOperatorForm({ onClose }: { onClose: () => void }) {
  const { form, ...sending } = useChangeForm({
    scope: null,
    operation: createOperator,
    schema: createOperator.body,
    defaultValues: { email: '', role: 'support' },
    inputOf: (body) => ({ body }),
    said: 'Operator added',
    onDone: onClose,
  });
  const { errors } = form.formState;
  return (
    <DialogForm {...sending} action="Add operator" onCancel={onClose}>
      <Field label="E-mail" error={errors.email?.message}>
        {(field) => <Input {...field} {...form.register('email')} type="email" autoFocus />}
      </Field>
      <Field label="Role" error={errors.role?.message}>
        {(field) => (
          <Select {...field} {...form.register('role')}>
            {OperatorRole.options.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </Select>
        )}
      </Field>
    </DialogForm>
  );
}
