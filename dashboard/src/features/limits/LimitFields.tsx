import type { LimitBody } from '@aegis/contracts';
import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import type { Explanation } from '../../api/problems.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { formatPeriod } from '../../ui/format.ts';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { optionalNumber } from '../../ui/optional-number.ts';
import { Switch } from '../../ui/Toggle.tsx';
import { CountedBy, subjectHint } from './CountedBy.tsx';

export type LimitForm = UseFormReturn<z.input<typeof LimitBody>, unknown, z.output<typeof LimitBody>>;

interface LimitFieldsProps {
  form: LimitForm;
  submit: () => void;
  problem: Explanation | undefined;
  pending: boolean;
  action: string;
  onCancel: () => void;
}

const usualPeriods = [1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000];

export function LimitFields({ form, submit, problem, pending, action, onCancel }: LimitFieldsProps) {
  const { may } = useCustomer();
  const { register, control, formState, getValues } = form;
  const { errors } = formState;
  const periods = [...new Set([...usualPeriods, getValues('period_ms')])].sort((a, b) => a - b);
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Name" error={errors.name?.message} hint="Routes and keys point to it by this name">
        {(field) => <Input {...field} {...register('name')} mono placeholder="burst" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Requests" error={errors.amount?.message}>
          {(field) => <Input {...field} {...register('amount', { valueAsNumber: true })} type="number" />}
        </Field>
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
      <Controller
        control={control}
        name="applies_to_app"
        render={({ field }) => (
          <Switch
            label="For every call of the app"
            hint="Off: only where a route or key names it."
            checked={field.value ?? false}
            onChange={field.onChange}
          />
        )}
      />
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        {may('limits', 'write') && (
          <Button type="submit" look="primary" pending={pending}>
            {action}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}

/** How it counts, with the one number that only this algorithm takes: what goes from view is not sent. */
function AlgorithmFields({ form: { register, control, formState } }: { form: LimitForm }) {
  const algorithm = useWatch({ control, name: 'algorithm' });
  const { errors } = formState;
  const parameter = { setValueAs: optionalNumber, shouldUnregister: true };
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
        <Field label="At once" error={errors.burst?.message} hint="Empty: as many as per period">
          {(field) => <Input {...field} {...register('burst', parameter)} type="number" />}
        </Field>
      )}
      {algorithm === 'leaky_bucket' && (
        <Field label="Longest wait in ms" error={errors.max_delay_ms?.message} hint="Longer is refused">
          {(field) => <Input {...field} {...register('max_delay_ms', parameter)} type="number" />}
        </Field>
      )}
    </div>
  );
}
