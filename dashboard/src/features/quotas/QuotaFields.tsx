import type { QuotaBody } from '@aegis/contracts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledSwitch } from '../../ui/controlled.tsx';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';

/** UTC and the reader's own zone first, as the likeliest ones. */
const zones = [
  ...new Set([
    'UTC',
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...Intl.supportedValuesOf('timeZone'),
  ]),
];

export function QuotaFields({ form, ...sending }: DialogFieldsProps<typeof QuotaBody>) {
  const { may } = useCustomer();
  const { register, control, formState, getValues } = form;
  const { errors } = formState;
  const known = [...new Set([getValues('time_zone') ?? 'UTC', ...zones])];
  return (
    <DialogForm {...sending} may={may('limits', 'write')}>
      <Field label="Name" error={errors.name?.message} hint="Callers see it when it is used up">
        {(field) => <Input {...field} {...register('name')} mono placeholder="monthly" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField form={form} name="amount" label="Requests" />
        <Field label="In a calendar" error={errors.period?.message}>
          {(field) => (
            <Select {...field} {...register('period')}>
              <option value="month">Month</option>
              <option value="day">Day</option>
            </Select>
          )}
        </Field>
        <Field
          label="Counted by"
          error={errors.counted_by?.message}
          hint="Never by key: more keys are no more of it"
        >
          {(field) => (
            <Select {...field} {...register('counted_by')}>
              <option value="tenant">Each tenant by itself</option>
              <option value="app">The whole app</option>
            </Select>
          )}
        </Field>
        <Field label="When it is used up" error={errors.kind?.message}>
          {(field) => (
            <Select {...field} {...register('kind')}>
              <option value="hard">Refuse calls</option>
              <option value="soft">Count on</option>
            </Select>
          )}
        </Field>
      </div>
      <Field label="Time zone" error={errors.time_zone?.message} hint="Whose midnight begins a day or month">
        {(field) => (
          <Select {...field} {...register('time_zone')}>
            {known.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
      <ControlledSwitch
        control={control}
        name="applies_to_app"
        label="For every call of the app"
        hint="Off: for tenants whose tier names it."
        fallback={true}
      />
    </DialogForm>
  );
}
