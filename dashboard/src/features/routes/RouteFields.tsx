import { type App, httpMethods, listLimits, listUpstreams, type RouteBody } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import type { FormOf } from '../../api/change-form.ts';
import { useNames } from '../../api/use-names.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledChoices } from '../../ui/controlled.tsx';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { optionalText } from '../../ui/field-values.ts';
import { Input, Select } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { authorizationWays, authWays } from './auth-ways.ts';
import { CostHeader } from './CostHeader.tsx';
import { RoutePlugins } from './RoutePlugins.tsx';

export type RouteForm = FormOf<typeof RouteBody>;

type RouteFieldsProps = DialogFieldsProps<typeof RouteBody> & { app: App };

export function RouteFields({ app, form, ...sending }: RouteFieldsProps) {
  const { may } = useCustomer();
  const upstreams = useNames(app, listUpstreams);
  const limits = useNames(app, listLimits);
  const { register, control, formState } = form;
  const { errors } = formState;
  const auth = useWatch({ control, name: 'auth' }) ?? 'api_key';
  const authorize = useWatch({ control, name: 'authorize' }) ?? 'grants_then_callout';
  return (
    <DialogForm {...sending} may={may('routes', 'write')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Path"
          error={errors.path?.message}
          hint=":id stands for one segment, a final * for all the rest"
        >
          {(field) => <Input {...field} {...register('path')} mono placeholder="/orders/:id" />}
        </Field>
        <Field label="Name" error={errors.name?.message} hint="Shown in logs and numbers">
          {(field) => <Input {...field} {...register('name')} mono placeholder="get-order" />}
        </Field>
      </div>
      <ControlledChoices
        control={control}
        name="methods"
        label="Methods"
        hint="None chosen: any method"
        options={httpMethods}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Who may call" error={errors.auth?.message} hint={authWays[auth].says}>
          {(field) => (
            <Select {...field} {...register('auth')}>
              {Object.entries(authWays).map(([value, { label }]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Upstream" error={errors.upstream?.message}>
          {(field) => (
            <Select {...field} {...register('upstream')}>
              {[...new Set(['default', ...upstreams, form.getValues('upstream') ?? 'default'])].map(
                (name) => (
                  <option key={name}>{name}</option>
                ),
              )}
            </Select>
          )}
        </Field>
        <Field
          label="Permission"
          optional
          error={errors.permission?.message}
          hint="resource:action; may use the path's parameters"
        >
          {(field) => (
            <Input {...field} {...register('permission', optionalText)} mono placeholder="orders:read" />
          )}
        </Field>
        <Field
          label="Who decides over it"
          error={errors.authorize?.message}
          hint={authorizationWays[authorize].says}
        >
          {(field) => (
            <Select {...field} {...register('authorize')}>
              {Object.entries(authorizationWays).map(([value, { label }]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Cut from the path"
          optional
          error={errors.strip_prefix?.message}
          hint="Removed before the upstream sees it"
        >
          {(field) => <Input {...field} {...register('strip_prefix', optionalText)} mono placeholder="/v1" />}
        </Field>
      </div>
      {limits.length > 0 && (
        <ControlledChoices control={control} name="limits" label="Limits" options={limits} />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField form={form} name="cost" label="Cost" hint="What each call counts in the limits" />
        <NumberField
          form={form}
          name="priority"
          label="Priority"
          hint="Between routes that match alike, the higher one wins"
        />
      </div>
      <CostHeader form={form} />
      <RoutePlugins form={form} />
    </DialogForm>
  );
}
