import { ActiveHealth, PassiveHealth } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Switch } from '../../ui/Toggle.tsx';
import type { UpstreamForm } from './UpstreamFields.tsx';

/** How gateways find out which targets can be used. */
export function HealthFields({ form }: { form: UpstreamForm }) {
  const { control, setValue } = form;
  const [passive, active] = useWatch({ control, name: ['health.passive', 'health.active'] });
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
      <NumberField
        form={form}
        name="health.slow_start_ms"
        optional
        label="Slow start, ms"
        hint="In which the share of a new or returning target grows"
      />
    </fieldset>
  );
}

function PassiveFields({ form }: { form: UpstreamForm }) {
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <NumberField form={form} name="health.passive.failures" label="After failures" />
      <NumberField form={form} name="health.passive.window_ms" label="Within, ms" />
      <NumberField form={form} name="health.passive.eject_ms" label="For, ms" />
    </div>
  );
}

function ActiveFields({ form }: { form: UpstreamForm }) {
  const { register, formState } = form;
  const errors = formState.errors.health?.active;
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Path" error={errors?.path?.message}>
        {(field) => <Input {...field} {...register('health.active.path')} mono placeholder="/healthz" />}
      </Field>
      <NumberField form={form} name="health.active.interval_ms" label="Every, ms" />
      <NumberField form={form} name="health.active.timeout_ms" label="Waits, ms" />
    </div>
  );
}
