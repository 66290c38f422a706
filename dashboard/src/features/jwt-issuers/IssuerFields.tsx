import type { FormOf } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledLines } from '../../ui/controlled.tsx';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { ClaimFields } from './ClaimFields.tsx';
import type { IssuerForm, SourceKind } from './issuer-form.ts';
import { SourceFields } from './SourceFields.tsx';

export type Form = FormOf<typeof IssuerForm>;

type IssuerFieldsProps = DialogFieldsProps<typeof IssuerForm> & {
  /** The kind of source whose key or secret is in force. */
  kept?: SourceKind;
};

export function IssuerFields({ form, kept, ...sending }: IssuerFieldsProps) {
  const { may } = useCustomer();
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm {...sending} may={may('issuers', 'write')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errors.name?.message} hint="For you, the command line and the audit">
          {(field) => <Input {...field} {...register('name')} mono placeholder="login" />}
        </Field>
        <Field label="Issuer" error={errors.issuer?.message} hint="Exactly what its tokens say as iss">
          {(field) => (
            <Input {...field} {...register('issuer')} mono placeholder="https://login.example.com" />
          )}
        </Field>
      </div>
      <SourceFields form={form} kept={kept} />
      <ControlledLines
        control={control}
        name="audiences"
        label="Audiences"
        hint="A token has to be for one of them (aud). None: whatever it says."
        placeholder="https://api.example.com"
      />
      <ClaimFields form={form} />
    </DialogForm>
  );
}
