import { type App, createKey, environments, listLimits } from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useNames } from '../../api/use-names.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledChoices, ControlledLines } from '../../ui/controlled.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { endOfDay, optionalText } from '../../ui/field-values.ts';
import { Input, Select } from '../../ui/Input.tsx';

interface NewKeyProps {
  app: App;
  onClose: () => void;
  onSecret: (secret: string) => void;
}

export const NewKeyDialog = (props: NewKeyProps) => (
  <Dialog open onClose={props.onClose} title="Create an API key">
    <NewKeyForm {...props} />
  </Dialog>
);

function NewKeyForm({ app, onClose, onSecret }: NewKeyProps) {
  const { slug } = useCustomer();
  const idempotencyKey = useIdempotencyKey();
  const limits = useNames(app, listLimits);
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: createKey,
    schema: createKey.body,
    defaultValues: { name: '', environment: 'production', limits: [] },
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'API key created',
    onDone: ({ data }) => onSecret(data.secret),
  });
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm {...sending} action="Create key" onCancel={onClose}>
      <Field label="Name" error={errors.name?.message} hint="Who calls with it">
        {(field) => <Input {...field} {...register('name')} placeholder="Mobile app" autoFocus />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Environment" error={errors.environment?.message}>
          {(field) => (
            <Select {...field} {...register('environment')}>
              {environments.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Last day" optional error={errors.expires_at?.message}>
          {(field) => <Input {...field} {...register('expires_at', endOfDay)} type="date" />}
        </Field>
      </div>
      <Field
        label="Tenant"
        optional
        error={errors.tenant?.message}
        hint="Id of the client's company that it belongs to"
      >
        {(field) => <Input {...field} {...register('tenant', optionalText)} mono placeholder="acme" />}
      </Field>
      <ControlledLines
        control={control}
        name="scopes"
        label="Scopes"
        hint="One per line, for example orders:read. None: all that routes allow."
        placeholder="orders:read"
        unsetWhenEmpty
      />
      <ControlledLines
        control={control}
        name="ip_allow"
        label="Allowed addresses"
        hint="One address or range per line. None: from anywhere."
        placeholder="203.0.113.0/24"
        unsetWhenEmpty
      />
      {limits.length > 0 && (
        <ControlledChoices control={control} name="limits" label="Limits" options={limits} />
      )}
    </DialogForm>
  );
}
