import { type Environment, httpMethods, testCallout } from '@aegis/contracts';
import { zodResolver } from '@hookform/resolvers/zod';
import { Send } from 'lucide-react';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { useChange } from '../../api/change.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { Section } from '../../ui/Page.tsx';
import { QuestionForm } from './callout-form.ts';
import { TestResult } from './TestResult.tsx';

interface TestCalloutProps {
  appId: string;
  environment: Environment;
}

type Fields = z.input<typeof QuestionForm>;
type Question = z.output<typeof QuestionForm>;
const texts = [
  ['permission', 'Permission', 'orders:read'],
  ['tenant_id', 'Tenant', 'acme'],
  ['user_id', 'User', 'ann'],
  ['roles', 'Roles', 'clerk, viewer'],
  ['path', 'Path', '/orders/42'],
] as const;

/** One question to the backend, as a gateway would ask it. */
export function TestCallout({ appId, environment }: TestCalloutProps) {
  const { slug } = useCustomer();
  const ask = useChange({ scope: slug, operation: testCallout });
  const form = useForm<Fields, unknown, Question>({
    resolver: zodResolver(QuestionForm),
    defaultValues: { permission: '', tenant_id: '', user_id: '', roles: '', method: 'GET', path: '/' },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit((body) => ask.mutate({ params: { app_id: appId, environment }, body }));
  return (
    <Section title="Try it" lead="Asks your backend once, signed as gateways do; nothing is remembered.">
      <div className="flex flex-col gap-4">
        <form noValidate onSubmit={submit} className="grid items-start gap-3 sm:grid-cols-3">
          {texts.map(([name, label, placeholder]) => (
            <Field key={name} label={label} error={errors[name]?.message}>
              {(field) => <Input {...field} {...form.register(name)} mono placeholder={placeholder} />}
            </Field>
          ))}
          <Field label="Method" error={errors.method?.message}>
            {(field) => (
              <Select {...field} {...form.register('method')}>
                {httpMethods.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" pending={ask.isPending} className="justify-self-start">
            <Send aria-hidden />
            Ask
          </Button>
        </form>
        {ask.data && <TestResult result={ask.data.data} />}
      </div>
    </Section>
  );
}
