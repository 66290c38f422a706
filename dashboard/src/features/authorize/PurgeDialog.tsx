import { type Environment, purgeDecisions } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { PurgeForm } from './callout-form.ts';

interface PurgeDialogProps {
  params: { app_id: string; environment: Environment };
  onClose: () => void;
}

export const PurgeDialog = (props: PurgeDialogProps) => (
  <Dialog open onClose={props.onClose} title="Purge answers of the callout">
    <PurgeFields {...props} />
  </Dialog>
);

function PurgeFields({ params, onClose }: PurgeDialogProps) {
  const { slug } = useCustomer();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: purgeDecisions,
    schema: PurgeForm,
    defaultValues: { what: 'user', tenant: '', user: '', permission: '' },
    inputOf: (body) => ({ params, body }),
    said: 'Answers purged',
    onDone: onClose,
  });
  const { register, control, formState } = form;
  const { errors } = formState;
  const what = useWatch({ control, name: 'what' });
  return (
    <DialogForm {...sending} action="Purge" danger onCancel={onClose}>
      <Field label="What" hint="Forgotten on every gateway within a second; the backend is asked again.">
        {(field) => (
          <Select {...field} {...register('what')}>
            <option value="user">About a user</option>
            <option value="tenant">About a tenant</option>
            <option value="permission">About permissions</option>
            <option value="everything">Everything of {params.environment}</option>
          </Select>
        )}
      </Field>
      {what === 'user' && (
        <Field label="User" error={errors.user?.message}>
          {(field) => <Input {...field} {...register('user')} mono placeholder="ann" />}
        </Field>
      )}
      {(what === 'user' || what === 'tenant') && (
        <Field
          label="Tenant"
          optional={what === 'user'}
          error={errors.tenant?.message}
          hint={what === 'user' ? 'Empty: the user in every tenant.' : undefined}
        >
          {(field) => <Input {...field} {...register('tenant')} mono placeholder="acme" />}
        </Field>
      )}
      {what === 'permission' && (
        <Field label="Pattern" error={errors.permission?.message} hint="Whatever it may cover">
          {(field) => <Input {...field} {...register('permission')} mono placeholder="orders.**:*" />}
        </Field>
      )}
    </DialogForm>
  );
}
