import { environments, type UpstreamBody } from '@aegis/contracts';
import type { FormOf } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { BalanceFields } from './BalanceFields.tsx';
import { HealthFields } from './HealthFields.tsx';
import { ProtectionFields } from './ProtectionFields.tsx';
import { TargetFields } from './TargetFields.tsx';
import { TlsFields } from './TlsFields.tsx';

export type UpstreamForm = FormOf<typeof UpstreamBody>;

type UpstreamFieldsProps = DialogFieldsProps<typeof UpstreamBody> & {
  /** Environment and name are chosen once. */
  isNew?: boolean;
};

export function UpstreamFields({ form, isNew, ...sending }: UpstreamFieldsProps) {
  const { may } = useCustomer();
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm {...sending} may={may('upstreams', 'write')}>
      {isNew && (
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
          <Field label="Name" error={errors.name?.message} hint="Routes point to it by this name">
            {(field) => <Input {...field} {...register('name')} mono />}
          </Field>
        </div>
      )}
      <TargetFields form={form} />
      <BalanceFields form={form} />
      <div className="grid gap-4 sm:grid-cols-4">
        <NumberField form={form} name="timeouts.connect_ms" label="Connect, ms" placeholder="5000" />
        <NumberField form={form} name="timeouts.send_ms" label="Send, ms" placeholder="60000" />
        <NumberField form={form} name="timeouts.read_ms" label="Answer, ms" placeholder="60000" />
        <NumberField form={form} name="retries" label="Retries" placeholder="1" />
      </div>
      <HealthFields form={form} />
      <ProtectionFields form={form} />
      <Field label="Host header" error={errors.host_header?.message}>
        {(field) => (
          <Select {...field} {...register('host_header')}>
            <option value="upstream">The upstream's own host</option>
            <option value="client">The host that the client called</option>
          </Select>
        )}
      </Field>
      <TlsFields form={form} />
    </DialogForm>
  );
}
