import { useWatch } from 'react-hook-form';
import { useCustomer } from '../../api/use-session.ts';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { type CalloutForm, failures } from './callout-form.ts';

type CalloutFieldsProps = DialogFieldsProps<typeof CalloutForm> & { isNew: boolean };

export function CalloutFields({ form, isNew, ...sending }: CalloutFieldsProps) {
  const { may } = useCustomer();
  const { register, control, formState } = form;
  const { errors } = formState;
  const onFailure = useWatch({ control, name: 'on_failure' }) ?? 'deny';
  return (
    <DialogForm {...sending} may={may('authorize', 'write')}>
      <Field label="Address" error={errors.url?.message} hint="Asked with POST, signed">
        {(field) => (
          <Input
            {...field}
            {...register('url')}
            mono
            placeholder="https://origin.shop.example/aegis/authorize"
          />
        )}
      </Field>
      <Field
        label="Secret"
        optional
        error={errors.secret?.message}
        hint={isNew ? 'Empty: one is made and shown once.' : 'Empty: the one in force stays.'}
      >
        {(field) => <Input {...field} {...register('secret')} mono type="password" autoComplete="off" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <NumberField form={form} name="timeout_ms" label="Answers within (ms)" />
        <NumberField form={form} name="allow_ttl_s" label="Allow is good for (s)" />
        <NumberField form={form} name="deny_ttl_s" label="Deny is good for (s)" />
      </div>
      <Field
        label="When it gives no answer"
        error={errors.on_failure?.message}
        hint={failures[onFailure].says}
      >
        {(field) => (
          <Select {...field} {...register('on_failure')}>
            {Object.entries(failures).map(([value, { label }]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {onFailure === 'stale' && (
        <NumberField form={form} name="max_stale_s" label="Usable after its end for (s)" />
      )}
    </DialogForm>
  );
}
