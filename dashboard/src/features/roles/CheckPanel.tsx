import { type App, type AuthorizationCheck, checkAuthorization, httpMethods } from '@aegis/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { ControlledLines } from '../../ui/controlled.tsx';
import { Field } from '../../ui/Field.tsx';
import { optionalText } from '../../ui/field-values.ts';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { CheckAnswer } from './CheckAnswer.tsx';

/** "May ann of acme read orders, and why?" */
export function CheckPanel({ app }: { app: App }) {
  const { slug } = useCustomer();
  const [answer, setAnswer] = useState<AuthorizationCheck>();
  const { form, submit, problem, pending } = useChangeForm({
    scope: slug,
    operation: checkAuthorization,
    schema: checkAuthorization.body,
    defaultValues: { method: 'GET' } satisfies Partial<z.input<typeof checkAuthorization.body>>,
    inputOf: (body) => ({ params: { app_id: app.id }, body }),
    onDone: ({ data }) => setAnswer(data),
  });
  const { register, control, formState } = form;
  const { errors } = formState;
  return (
    <Section title="Who may do what?" lead="Asks as a gateway would, from what is saved now.">
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <form noValidate onSubmit={submit} className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Permission" error={errors.permission?.message} hint="What a route demands">
              {(field) => (
                <Input
                  {...field}
                  {...register('permission', optionalText)}
                  mono
                  placeholder="orders.7:read"
                />
              )}
            </Field>
            <Field
              label="or path of a call"
              error={errors.path?.message}
              hint="Its route says what it demands"
            >
              {(field) => (
                <Input {...field} {...register('path', optionalText)} mono placeholder="/orders/7" />
              )}
            </Field>
          </div>
          <Field
            label="Method"
            error={errors.method?.message}
            hint="Of the call"
            className="sm:max-w-[calc(50%-0.5rem)]"
          >
            {(field) => (
              <Select {...field} {...register('method')}>
                {httpMethods.map((method) => (
                  <option key={method}>{method}</option>
                ))}
              </Select>
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Tenant" optional error={errors.tenant?.message}>
              {(field) => <Input {...field} {...register('tenant', optionalText)} mono placeholder="acme" />}
            </Field>
            <Field label="User" optional error={errors.user?.message}>
              {(field) => <Input {...field} {...register('user', optionalText)} mono placeholder="ann" />}
            </Field>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <ControlledLines
              control={control}
              name="token_roles"
              label="Roles in the token"
              hint="One per line"
              unsetWhenEmpty
            />
            <ControlledLines
              control={control}
              name="key_scopes"
              label="Scopes of the key"
              hint="Where one is sent"
              unsetWhenEmpty
            />
          </div>
          <FormProblem problem={problem} />
          <Button type="submit" className="self-start" pending={pending}>
            Check
          </Button>
        </form>
        <div aria-live="polite">{answer && <CheckAnswer answer={answer} />}</div>
      </div>
    </Section>
  );
}
