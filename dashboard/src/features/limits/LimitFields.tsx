import type { LimitBody } from '@aegis/contracts';
import { Controller, useWatch } from 'react-hook-form';
import type { FormOf } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledSwitch } from '../../ui/controlled.tsx';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { formatPeriod } from '../../ui/format.ts';
import { Input, Select } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { CountedBy, subjectHint } from './CountedBy.tsx';

export type LimitForm = FormOf<typeof LimitBody>;

const usualPeriods = [1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000];

export function LimitFields({ form, ...sending }: DialogFieldsProps<typeof LimitBody>) {
  const { may } = useCustomer();
  const { register, control, formState, getValues } = form;
  const { errors } = formState;
  const periods = [...new Set([...usualPeriods, getValues('period_ms')])].sort((a, b) => a - b);
  return (
    <DialogForm {...sending} may={may('limits', 'write')}>
      <Field label="Name" error={errors.name?.message} hint="Routes and keys point to it by this name">
        {(field) => <Input {...field} {...register('name')} mono placeholder="burst" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField form={form} name="amount" label="Requests" />
        <Field label="Per" error={errors.period_ms?.message}>
          {(field) => (
            <Select {...field} {...register('period_ms', { valueAsNumber: true })}>
              {periods.map((period) => (
                <option key={period} value={period}>
                  {formatPeriod(period)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <AlgorithmFields form={form} />
      <Controller
        control={control}
        name="by"
        render={({ field, fieldState }) => (
          <CountedBy
            chosen={field.value ?? []}
            onChange={field.onChange}
            error={fieldState.error && subjectHint}
          />
        )}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Counted where" error={errors.store?.message}>
          {(field) => (
            <Select {...field} {...register('store')}>
              <option value="synced">Fleet-wide, fast (synced)</option>
              <option value="redis">Fleet-wide, exact (redis)</option>
              <option value="local">On each gateway (local)</option>
            </Select>
          )}
        </Field>
        <Field label="When the count is away" error={errors.on_store_failure?.message}>
          {(field) => (
            <Select {...field} {...register('on_store_failure')}>
              <option value="local">Count on each gateway</option>
              <option value="deny">Refuse the call</option>
              <option value="allow">Let the call through</option>
            </Select>
          )}
        </Field>
      </div>
      <ControlledSwitch
        control={control}
        name="applies_to_app"
        label="For every call of the app"
        hint="Off: only where a route or key names it."
        fallback={false}
      />
    </DialogForm>
  );
}

/** How it counts, with the one number that only this algorithm takes: what goes from view is not sent. */
function AlgorithmFields({ form }: { form: LimitForm }) {
  const { register, control, formState } = form;
  const algorithm = useWatch({ control, name: 'algorithm' });
  const { errors } = formState;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="How it counts" error={errors.algorithm?.message}>
        {(field) => (
          <Select {...field} {...register('algorithm')}>
            <option value="sliding_window">Sliding window</option>
            <option value="fixed_window">Fixed window</option>
            <option value="token_bucket">Token bucket: allows bursts</option>
            <option value="leaky_bucket">Leaky bucket: smooths, calls wait</option>
          </Select>
        )}
      </Field>
      {algorithm === 'token_bucket' && (
        <NumberField
          form={form}
          name="burst"
          label="At once"
          hint="Empty: as many as per period"
          shouldUnregister
        />
      )}
      {algorithm === 'leaky_bucket' && (
        <NumberField
          form={form}
          name="max_delay_ms"
          label="Longest wait in ms"
          hint="Longer is refused"
          shouldUnregister
        />
      )}
    </div>
  );
}
