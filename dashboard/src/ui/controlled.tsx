import type { ComponentProps } from 'react';
import { type Control, type FieldPathByValue, type FieldValues, useController } from 'react-hook-form';
import { Choices } from './Choices.tsx';
import { LinesField } from './LinesField.tsx';
import { firstErrorOf } from './lines.ts';
import { Switch } from './Toggle.tsx';

/** Which field of a form it is. */
interface Controlled<Values extends FieldValues, Sent, Value> {
  control: Control<Values, unknown, Sent>;
  name: FieldPathByValue<Values, Value | undefined>;
}
type Set = 'checked' | 'chosen' | 'value' | 'onChange' | 'error';

/** @param fallback what holds where nothing was said yet */
export function ControlledSwitch<Values extends FieldValues, Sent>({
  control,
  name,
  fallback,
  ...look
}: Controlled<Values, Sent, boolean> & { fallback: boolean } & Omit<ComponentProps<typeof Switch>, Set>) {
  const { field } = useController({ control, name });
  return <Switch {...look} checked={field.value ?? fallback} onChange={field.onChange} />;
}

export function ControlledChoices<Values extends FieldValues, Sent, Word extends string>({
  control,
  name,
  ...look
}: Controlled<Values, Sent, readonly Word[]> & Omit<ComponentProps<typeof Choices<Word>>, Set>) {
  const { field, fieldState } = useController({ control, name });
  return (
    <div className="flex flex-col gap-1.5">
      <Choices {...look} chosen={field.value ?? []} onChange={field.onChange} />
      {fieldState.error && (
        <p className="text-xs font-medium text-bad" role="alert">
          {firstErrorOf(fieldState.error)}
        </p>
      )}
    </div>
  );
}

/** @param unsetWhenEmpty no line is no value, instead of an empty list */
export function ControlledLines<Values extends FieldValues, Sent>({
  control,
  name,
  unsetWhenEmpty,
  ...look
}: Controlled<Values, Sent, string[]> & { unsetWhenEmpty?: boolean } & Omit<
    ComponentProps<typeof LinesField>,
    Set
  >) {
  const { field, fieldState } = useController({ control, name });
  return (
    <LinesField
      {...look}
      value={field.value ?? []}
      onChange={(lines) => field.onChange(unsetWhenEmpty && lines.length === 0 ? undefined : lines)}
      error={fieldState.error}
    />
  );
}
