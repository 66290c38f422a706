import { type App, listGrants, listRoles, type Role, type RoleBody } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledChoices, ControlledLines } from '../../ui/controlled.tsx';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';

type RoleFieldsProps = DialogFieldsProps<typeof RoleBody> & {
  app: App;
  /** Undefined: a new one. */
  edited: Role | undefined;
};

export function RoleFields({ app, edited, form, ...sending }: RoleFieldsProps) {
  const { slug, may } = useCustomer();
  const roles = useQuery(read(slug, listRoles, { params: { app_id: app.id }, query: { limit: 200 } }));
  const others = (roles.data?.data.items ?? []).filter(({ id }) => id !== edited?.id);
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm {...sending} may={may('roles', 'write')}>
      <Field label="Name" error={errors.name?.message} hint="As your tokens say it">
        {(field) => <Input {...field} {...register('name')} mono placeholder="viewer" />}
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        {(field) => <Input {...field} {...register('description')} />}
      </Field>
      <ControlledLines
        control={control}
        name="permissions"
        label="Permissions"
        hint="One per line: orders:read, orders.*:read, orders.**:*. A leading ! denies, and wins."
        placeholder={'orders.**:read\n!orders:purge'}
      />
      {others.length > 0 && (
        <ControlledChoices
          control={control}
          name="inherits"
          label="Inherits from"
          hint="Has all of their permissions too"
          options={others.map(({ name }) => name)}
        />
      )}
      {edited && <Holders app={app} name={edited.name} />}
    </DialogForm>
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
