import { AnswerRetries, CircuitBreaker, type RetryAnswers } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { optionalNumber } from '../../ui/optional-number.ts';
import { Switch } from '../../ui/Toggle.tsx';
import type { UpstreamForm } from './UpstreamFields.tsx';

const answers: Record<RetryAnswers, string> = {
  unavailable: '503',
  gateway_errors: '502, 503 and 504',
  server_errors: '500, 502, 503 and 504',
};

const number = { valueAsNumber: true } as const;

/** What keeps a backend in trouble from more of it, and callers from noticing. */
export function ProtectionFields({ form }: { form: UpstreamForm }) {
  const { register, control, formState, setValue } = form;
  const [retries, breaker] = useWatch({ control, name: ['retry_answers', 'circuit_breaker'] });
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 font-medium">Trouble</legend>
      <Switch
        label="Try another target after a bad answer"
        hint="Calls that may be sent twice, such as GET; never POST."
        checked={retries !== undefined}
        onChange={(on) => setValue('retry_answers', on ? AnswerRetries.parse({}) : undefined)}
      />
      {retries && <RetryFields form={form} />}
      <Switch
        label="Circuit breaker"
        hint="Where too many calls fail, callers get a 503 at once until one call goes well."
        checked={breaker !== undefined}
        onChange={(on) => setValue('circuit_breaker', on ? CircuitBreaker.parse({}) : undefined)}
      />
      {breaker && <BreakerFields form={form} />}
      <Field
        optional
        label="Calls at once per target"
        hint="On each gateway; more are refused"
        error={formState.errors.max_in_flight?.message}
      >
        {(field) => (
          <Input {...field} {...register('max_in_flight', { setValueAs: optionalNumber })} type="number" />
        )}
      </Field>
    </fieldset>
  );
}

function RetryFields({ form: { register, formState } }: { form: UpstreamForm }) {
  const errors = formState.errors.retry_answers;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="After" error={errors?.after?.message}>
        {(field) => (
          <Select {...field} {...register('retry_answers.after')}>
            {Object.entries(answers).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="At most, % of the calls" error={errors?.budget_percent?.message}>
        {(field) => <Input {...field} {...register('retry_answers.budget_percent', number)} type="number" />}
      </Field>
    </div>
  );
}

function BreakerFields({ form: { register, formState } }: { form: UpstreamForm }) {
  const errors = formState.errors.circuit_breaker;
  return (
    <div className="grid gap-4 sm:grid-cols-4">
      <Field label="Failed, %" error={errors?.error_percent?.message}>
        {(field) => <Input {...field} {...register('circuit_breaker.error_percent', number)} type="number" />}
      </Field>
      <Field label="Of calls" error={errors?.requests?.message}>
        {(field) => <Input {...field} {...register('circuit_breaker.requests', number)} type="number" />}
      </Field>
      <Field label="Within, ms" error={errors?.window_ms?.message}>
        {(field) => <Input {...field} {...register('circuit_breaker.window_ms', number)} type="number" />}
      </Field>
      <Field label="Open for, ms" error={errors?.open_ms?.message}>
        {(field) => <Input {...field} {...register('circuit_breaker.open_ms', number)} type="number" />}
      </Field>
    </div>
  );
}
