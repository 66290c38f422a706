import { type FieldPath, type FieldValues, get, type UseFormReturn } from 'react-hook-form';
import { Field } from './Field.tsx';
import { optionalNumber } from './field-values.ts';
import { Input } from './Input.tsx';
import { firstErrorOf } from './lines.ts';

interface NumberFieldProps<Values extends FieldValues, Sent> {
  form: UseFormReturn<Values, unknown, Sent>;
  name: FieldPath<Values>;
  /** Says the unit, where there is one. */
  label: string;
  hint?: string;
  optional?: boolean;
  /** What holds where nothing is typed. */
  placeholder?: string;
  hideLabel?: boolean;
  disabled?: boolean;
  /** What goes from view is not sent. */
  shouldUnregister?: boolean;
}

/** A number of a form, with its own message. Left empty it is not sent. */
export function NumberField<Values extends FieldValues, Sent>({
  form,
  name,
  label,
  hint,
  optional = false,
  placeholder,
  hideLabel = false,
  disabled = false,
  shouldUnregister = false,
}: NumberFieldProps<Values, Sent>) {
  const error = firstErrorOf(get(form.formState.errors, name));
  return (
    <Field label={label} hint={hint} optional={optional} hideLabel={hideLabel} error={error}>
      {(control) => (
        <Input
          {...control}
          {...form.register(name, { setValueAs: optionalNumber, shouldUnregister })}
          type="number"
          placeholder={placeholder}
          disabled={disabled}
        />
      )}
    </Field>
  );
}
