import { type UseFormReturn, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import type { Explanation } from '../../api/problems.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { type CalloutForm, failures } from './callout-form.ts';

interface CalloutFieldsProps {
  form: UseFormReturn<z.input<typeof CalloutForm>, unknown, z.output<typeof CalloutForm>>;
  submit: () => void;
  problem: Explanation | undefined;
  pending: boolean;
  isNew: boolean;
  onCancel: () => void;
}

const number = { valueAsNumber: true } as const;

export function CalloutFields({ form, submit, problem, pending, isNew, onCancel }: CalloutFieldsProps) {
  const { may } = useCustomer();
  const { register, control, formState } = form;
  const { errors } = formState;
  const onFailure = useWatch({ control, name: 'on_failure' }) ?? 'deny';
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Address" error={errors.url?.message} hint="Asked with POST, signed">
        {(field) => (
          <Input
            {...field}
            {...register('url')}
            mono
            placeholder="https://origin.shop.example/aegis/authorize"
          />
        )}
      </Field>
      <Field
        label="Secret"
        optional
        error={errors.secret?.message}
        hint={isNew ? 'Empty: one is made and shown once.' : 'Empty: the one in force stays.'}
      >
        {(field) => <Input {...field} {...register('secret')} mono type="password" autoComplete="off" />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Answers within (ms)" error={errors.timeout_ms?.message}>
          {(field) => <Input {...field} {...register('timeout_ms', number)} type="number" />}
        </Field>
        <Field label="Allow is good for (s)" error={errors.allow_ttl_s?.message}>
          {(field) => <Input {...field} {...register('allow_ttl_s', number)} type="number" />}
        </Field>
        <Field label="Deny is good for (s)" error={errors.deny_ttl_s?.message}>
          {(field) => <Input {...field} {...register('deny_ttl_s', number)} type="number" />}
        </Field>
      </div>
      <Field
        label="When it gives no answer"
        error={errors.on_failure?.message}
        hint={failures[onFailure].says}
      >
        {(field) => (
          <Select {...field} {...register('on_failure')}>
            {Object.entries(failures).map(([value, { label }]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {onFailure === 'stale' && (
        <Field label="Usable after its end for (s)" error={errors.max_stale_s?.message}>
          {(field) => <Input {...field} {...register('max_stale_s', number)} type="number" />}
        </Field>
      )}
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        {may('authorize', 'write') && (
          <Button type="submit" look="primary" pending={pending}>
            {isNew ? 'Set callout' : 'Save'}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}
