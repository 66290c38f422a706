import { ActiveHealth, PassiveHealth } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { firstErrorOf } from '../../ui/lines.ts';
import { optionalNumber } from '../../ui/optional-number.ts';
import { Switch } from '../../ui/Toggle.tsx';
import type { UpstreamForm } from './UpstreamFields.tsx';

const number = { valueAsNumber: true } as const;

/** How gateways find out which targets can be used. */
export function HealthFields({ form }: { form: UpstreamForm }) {
  const { register, control, formState, setValue } = form;
  const [passive, active] = useWatch({ control, name: ['health.passive', 'health.active'] });
  const error = formState.errors.health?.slow_start_ms;
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 font-medium">Health of the targets</legend>
      <Switch
        label="Eject targets that fail calls"
        hint="They get none for a while."
        checked={passive !== undefined}
        onChange={(on) => setValue('health.passive', on ? PassiveHealth.parse({}) : undefined)}
      />
      {passive && <PassiveFields form={form} />}
      <Switch
        label="Ask targets at intervals"
        hint="Those that answer badly get no calls until they answer well. Only while calls come."
        checked={active !== undefined}
        onChange={(on) => setValue('health.active', on ? ActiveHealth.parse({}) : undefined)}
      />
      {active && <ActiveFields form={form} />}
      <Field
        optional
        label="Slow start, ms"
        hint="In which the share of a new or returning target grows"
        error={error?.message}
      >
        {(field) => (
          <Input
            {...field}
            {...register('health.slow_start_ms', { setValueAs: optionalNumber })}
            type="number"
          />
        )}
      </Field>
    </fieldset>
  );
}

function PassiveFields({ form: { register, formState } }: { form: UpstreamForm }) {
  const errors = formState.errors.health?.passive;
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="After failures" error={errors?.failures?.message}>
        {(field) => <Input {...field} {...register('health.passive.failures', number)} type="number" />}
      </Field>
      <Field label="Within, ms" error={errors?.window_ms?.message}>
        {(field) => <Input {...field} {...register('health.passive.window_ms', number)} type="number" />}
      </Field>
      <Field label="For, ms" error={firstErrorOf(errors?.eject_ms)}>
        {(field) => <Input {...field} {...register('health.passive.eject_ms', number)} type="number" />}
      </Field>
    </div>
  );
}

function ActiveFields({ form: { register, formState } }: { form: UpstreamForm }) {
  const errors = formState.errors.health?.active;
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Path" error={errors?.path?.message}>
        {(field) => <Input {...field} {...register('health.active.path')} mono placeholder="/healthz" />}
      </Field>
      <Field label="Every, ms" error={errors?.interval_ms?.message}>
        {(field) => <Input {...field} {...register('health.active.interval_ms', number)} type="number" />}
      </Field>
      <Field label="Waits, ms" error={errors?.timeout_ms?.message}>
        {(field) => <Input {...field} {...register('health.active.timeout_ms', number)} type="number" />}
      </Field>
    </div>
  );
}
