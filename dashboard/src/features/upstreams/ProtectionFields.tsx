import { AnswerRetries, CircuitBreaker, type RetryAnswers } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Switch } from '../../ui/Toggle.tsx';
import type { UpstreamForm } from './UpstreamFields.tsx';

const answers: Record<RetryAnswers, string> = {
  unavailable: '503',
  gateway_errors: '502, 503 and 504',
  server_errors: '500, 502, 503 and 504',
};

/** What keeps a backend in trouble from more of it, and callers from noticing. */
export function ProtectionFields({ form }: { form: UpstreamForm }) {
  const { control, setValue } = form;
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
      <NumberField
        form={form}
        name="max_in_flight"
        optional
        label="Calls at once per target"
        hint="On each gateway; more are refused"
      />
    </fieldset>
  );
}

function RetryFields({ form }: { form: UpstreamForm }) {
  const { register, formState } = form;
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
      <NumberField form={form} name="retry_answers.budget_percent" label="At most, % of the calls" />
    </div>
  );
}

function BreakerFields({ form }: { form: UpstreamForm }) {
  return (
    <div className="grid gap-4 sm:grid-cols-4">
      <NumberField form={form} name="circuit_breaker.error_percent" label="Failed, %" />
      <NumberField form={form} name="circuit_breaker.requests" label="Of calls" />
      <NumberField form={form} name="circuit_breaker.window_ms" label="Within, ms" />
      <NumberField form={form} name="circuit_breaker.open_ms" label="Open for, ms" />
    </div>
  );
}
