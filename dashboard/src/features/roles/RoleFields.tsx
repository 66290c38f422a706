import { type App, listGrants, listRoles, type Role, type RoleBody } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Controller, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import type { Explanation } from '../../api/problems.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Choices } from '../../ui/Choices.tsx';
import { DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { LinesField } from '../../ui/LinesField.tsx';
import { firstErrorOf } from '../../ui/lines.ts';
import { FormProblem } from '../../ui/Notice.tsx';

interface RoleFieldsProps {
  app: App;
  /** Undefined: a new one. */
  edited: Role | undefined;
  form: UseFormReturn<z.input<typeof RoleBody>, unknown, z.output<typeof RoleBody>>;
  submit: () => void;
  problem: Explanation | undefined;
  pending: boolean;
  action: string;
  onCancel: () => void;
}

export function RoleFields(props: RoleFieldsProps) {
  const { app, edited, form, submit, problem, pending, action, onCancel } = props;
  const { slug, may } = useCustomer();
  const roles = useQuery(read(slug, listRoles, { params: { app_id: app.id }, query: { limit: 200 } }));
  const others = (roles.data?.data.items ?? []).filter(({ id }) => id !== edited?.id);
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
      <Field label="Name" error={errors.name?.message} hint="As your tokens say it">
        {(field) => <Input {...field} {...register('name')} mono placeholder="viewer" />}
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        {(field) => <Input {...field} {...register('description')} />}
      </Field>
      <Controller
        control={control}
        name="permissions"
        render={({ field, fieldState }) => (
          <LinesField
            label="Permissions"
            hint="One per line: orders:read, orders.*:read, orders.**:*. A leading ! denies, and wins."
            placeholder={'orders.**:read\n!orders:purge'}
            value={field.value ?? []}
            onChange={field.onChange}
            error={fieldState.error}
          />
        )}
      />
      {others.length > 0 && (
        <Controller
          control={control}
          name="inherits"
          render={({ field, fieldState }) => (
            <div className="flex flex-col gap-1.5">
              <Choices
                label="Inherits from"
                hint="Has all of their permissions too"
                options={others.map(({ name }) => name)}
                chosen={field.value ?? []}
                onChange={field.onChange}
              />
              {fieldState.error && (
                <p className="text-xs font-medium text-bad" role="alert">
                  {firstErrorOf(fieldState.error)}
                </p>
              )}
            </div>
          )}
        />
      )}
      {edited && <Holders app={app} name={edited.name} />}
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        {may('roles', 'write') && (
          <Button type="submit" look="primary" pending={pending}>
            {action}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}

const SHOWN = 5;

/** Who has it, so that nobody changes it unawares. */
function Holders({ app, name }: { app: App; name: string }) {
  const { slug } = useCustomer();
  const query = { role: name, limit: SHOWN };
  const { data } = useQuery(read(slug, listGrants, { params: { app_id: app.id }, query }));
  if (!data) return null;
  const { items, next } = data.data;
  const names = items.map(({ tenant, user }) => `${user} of ${tenant}`).join(', ');
  return (
    <p className="text-xs text-faint">
      {items.length === 0 ? 'Granted to nobody.' : `Granted to ${names}${next ? ' and others' : ''}.`}
    </p>
  );
}
