import { createOperator, OperatorRole } from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';

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
  const { form, submit, problem, pending } = useChangeForm({
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
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
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
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={pending}>
          Add operator
        </Button>
      </DialogActions>
    </form>
  );
}
