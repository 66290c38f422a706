import { type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import type { Explanation } from '../../api/problems.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledLines } from '../../ui/controlled.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { ClaimFields } from './ClaimFields.tsx';
import type { IssuerForm, SourceKind } from './issuer-form.ts';
import { SourceFields } from './SourceFields.tsx';

export type Form = UseFormReturn<z.input<typeof IssuerForm>, unknown, z.output<typeof IssuerForm>>;

interface IssuerFieldsProps {
  form: Form;
  submit: () => void;
  problem: Explanation | undefined;
  pending: boolean;
  /** The kind of source whose key or secret is in force. */
  kept?: SourceKind;
  action: string;
  onCancel: () => void;
}

export function IssuerFields({ form, submit, problem, pending, kept, action, onCancel }: IssuerFieldsProps) {
  const { may } = useCustomer();
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm
      submit={submit}
      problem={problem}
      pending={pending}
      action={action}
      may={may('issuers', 'write')}
      onCancel={onCancel}
    >
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
