import { Controller, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import type { Explanation } from '../../api/problems.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { LinesField } from '../../ui/LinesField.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
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
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
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
      <Controller
        control={control}
        name="audiences"
        render={({ field, fieldState }) => (
          <LinesField
            label="Audiences"
            hint="A token has to be for one of them (aud). None: whatever it says."
            placeholder="https://api.example.com"
            value={field.value ?? []}
            onChange={field.onChange}
            error={fieldState.error}
          />
        )}
      />
      <ClaimFields form={form} />
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        {may('issuers', 'write') && (
          <Button type="submit" look="primary" pending={pending}>
            {action}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}
