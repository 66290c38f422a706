import { type App, httpMethods, listLimits, listUpstreams, type RouteBody } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import type { Explanation } from '../../api/problems.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Choices } from '../../ui/Choices.tsx';
import { DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { authorizationWays, authWays } from './auth-ways.ts';
import { CostHeader } from './CostHeader.tsx';
import { RoutePlugins } from './RoutePlugins.tsx';

export type RouteForm = UseFormReturn<z.input<typeof RouteBody>, unknown, z.output<typeof RouteBody>>;

interface RouteFieldsProps {
  app: App;
  form: RouteForm;
  submit: () => void;
  problem: Explanation | undefined;
  pending: boolean;
  action: string;
  onCancel: () => void;
}

/** What other parts of the app a route may name. */
function useNames(app: App) {
  const { slug } = useCustomer();
  const input = { params: { app_id: app.id }, query: { limit: 200 } };
  const upstreams = useQuery(read(slug, listUpstreams, input)).data?.data.items.map(({ name }) => name) ?? [];
  const limits = useQuery(read(slug, listLimits, input)).data?.data.items.map(({ name }) => name) ?? [];
  return { upstreams: [...new Set(['default', ...upstreams])], limits };
}

const optionalText = { setValueAs: (text: string | undefined) => text || undefined };

export function RouteFields({ app, form, submit, problem, pending, action, onCancel }: RouteFieldsProps) {
  const { may } = useCustomer();
  const names = useNames(app);
  const { register, control, formState } = form;
  const { errors } = formState;
  const auth = useWatch({ control, name: 'auth' }) ?? 'api_key';
  const authorize = useWatch({ control, name: 'authorize' }) ?? 'grants_then_callout';
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
      <Controller
        control={control}
        name="methods"
        render={({ field }) => (
          <Choices
            label="Methods"
            hint="None chosen: any method"
            options={httpMethods}
            chosen={field.value ?? []}
            onChange={field.onChange}
          />
        )}
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
              {[...new Set([...names.upstreams, form.getValues('upstream') ?? 'default'])].map((name) => (
                <option key={name}>{name}</option>
              ))}
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
      {names.limits.length > 0 && (
        <Controller
          control={control}
          name="limits"
          render={({ field }) => (
            <Choices
              label="Limits"
              options={names.limits}
              chosen={field.value ?? []}
              onChange={field.onChange}
            />
          )}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Cost" error={errors.cost?.message} hint="What each call counts in the limits">
          {(field) => <Input {...field} {...register('cost', { valueAsNumber: true })} type="number" />}
        </Field>
        <Field
          label="Priority"
          error={errors.priority?.message}
          hint="Between routes that match alike, the higher one wins"
        >
          {(field) => <Input {...field} {...register('priority', { valueAsNumber: true })} type="number" />}
        </Field>
      </div>
      <CostHeader form={form} />
      <RoutePlugins form={form} />
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        {may('routes', 'write') && (
          <Button type="submit" look="primary" pending={pending}>
            {action}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}
