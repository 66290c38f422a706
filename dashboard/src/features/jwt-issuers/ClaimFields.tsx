import { Controller } from 'react-hook-form';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { LinesField } from '../../ui/LinesField.tsx';
import type { Form } from './IssuerFields.tsx';

const meanings = [
  ['tenant', 'Tenant', 'Whose data it is about'],
  ['user', 'User', 'Limits can count by it'],
  ['roles', 'Roles', 'Handed to the upstream'],
  ['scopes', 'Scopes', 'Compared with the permission of a route'],
] as const;

/** What a token has to say, and where it says who calls. */
export function ClaimFields({ form }: { form: Form }) {
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <>
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="mb-2 font-medium">
          Claims
          <span className="ml-2 text-xs font-normal text-faint">Dots lead into nested ones</span>
        </legend>
        {meanings.map(([name, label, hint]) => (
          <Field key={name} label={label} error={errors.claims?.[name]?.message} hint={hint}>
            {(field) => <Input {...field} {...register(`claims.${name}`)} mono />}
          </Field>
        ))}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Controller
          control={control}
          name="required_claims"
          render={({ field, fieldState }) => (
            <LinesField
              label="Required claims"
              hint="One per line. Without exp a token may last for ever."
              value={field.value ?? []}
              onChange={field.onChange}
              error={fieldState.error}
            />
          )}
        />
        <Field label="Leeway in seconds" error={errors.leeway_s?.message} hint="How far clocks may differ">
          {(field) => <Input {...field} {...register('leeway_s', { valueAsNumber: true })} type="number" />}
        </Field>
      </div>
    </>
  );
}
