import { useWatch } from 'react-hook-form';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Switch } from '../../ui/Toggle.tsx';
import type { RouteForm } from './RouteFields.tsx';

/** The header in which the backend says what a call cost. Without a name there is none. */
export function CostHeader({ form: { control, setValue, formState } }: { form: RouteForm }) {
  const told = useWatch({ control, name: 'cost_header' });
  const set = (name: string, remove: boolean) =>
    setValue('cost_header', name === '' ? undefined : { name, remove }, { shouldDirty: true });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Cost from the answer"
        optional
        error={formState.errors.cost_header?.name?.message}
        hint="Header of the backend; what is above the cost is owed"
      >
        {(field) => (
          <Input
            {...field}
            mono
            placeholder="x-cost"
            value={told?.name ?? ''}
            onChange={({ target }) => set(target.value, told?.remove ?? false)}
          />
        )}
      </Field>
      {told && (
        <Switch
          label="Hide it from the client"
          checked={told.remove ?? false}
          onChange={(remove) => set(told.name, remove)}
        />
      )}
    </div>
  );
}
