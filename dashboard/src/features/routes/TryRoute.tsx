import { type App, environments, httpMethods, type Route, tryApp } from '@aegis/contracts';
import { zodResolver } from '@hookform/resolvers/zod';
import { Send } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { useChange } from '../../api/change.ts';
import { useCustomer } from '../../api/use-session.ts';
import { TryResult } from '../../calls/TryResult.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { Section } from '../../ui/Page.tsx';

const Call = tryApp.body
  .pick({ environment: true, method: true, path: true })
  .extend({ key: z.string().trim().max(300).optional() });

interface TryRouteProps {
  app: App;
  /** The one to begin with. */
  route: Route | undefined;
}

/** A path that the route matches; what its parameters stand for is the reader's to fill in. */
const exampleOf = (route: Route | undefined) => (route?.path ?? '/').replace(/\/\*$/, '/');

/** One request through the real gateway, from this page. */
export function TryRoute({ app, route }: TryRouteProps) {
  const { slug } = useCustomer();
  const send = useChange({ scope: slug, operation: tryApp });
  const form = useForm({
    resolver: zodResolver(Call),
    defaultValues: {
      environment: 'production',
      method: route?.methods[0] ?? 'GET',
      path: exampleOf(route),
      key: '',
    },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(({ key, ...body }) =>
    send.mutate({
      params: { id: app.id },
      body: { ...body, ...(key ? { headers: { 'x-api-key': key } } : {}) },
    }),
  );
  return (
    <Section title="Try it" lead="Sends one request through the real gateway.">
      <div className="flex flex-col gap-4">
        <form
          noValidate
          onSubmit={submit}
          className="grid items-start gap-3 sm:grid-cols-[9rem_7rem_1fr_1fr_auto]"
        >
          <Field label="Environment" error={errors.environment?.message}>
            {(field) => (
              <Select {...field} {...form.register('environment')}>
                {environments.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Method" error={errors.method?.message}>
            {(field) => (
              <Select {...field} {...form.register('method')}>
                {httpMethods.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Path" error={errors.path?.message}>
            {(field) => <Input {...field} {...form.register('path')} mono autoFocus={route !== undefined} />}
          </Field>
          <Field label="API key" error={errors.key?.message}>
            {(field) => (
              <Input
                {...field}
                {...form.register('key')}
                mono
                type="password"
                autoComplete="off"
                placeholder="aegis_prod_…"
              />
            )}
          </Field>
          <Button type="submit" pending={send.isPending} className="sm:mt-6.5">
            <Send aria-hidden />
            Send
          </Button>
        </form>
        {send.data && <TryResult answer={send.data.data} app={app} />}
      </div>
    </Section>
  );
}
