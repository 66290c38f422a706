import { ControlledLines } from '../../ui/controlled.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
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
        <ControlledLines
          control={control}
          name="required_claims"
          label="Required claims"
          hint="One per line. Without exp a token may last for ever."
        />
        <NumberField form={form} name="leeway_s" label="Leeway in seconds" hint="How far clocks may differ" />
      </div>
    </>
  );
}
