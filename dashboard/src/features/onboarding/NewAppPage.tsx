import { createApp } from '@aegis/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useChangeForm } from '../../api/change-form.ts';
import { shownOnceKey } from '../../api/shown-once.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { Card, Page } from '../../ui/Page.tsx';
import { ProbeResult } from './ProbeResult.tsx';
import { Steps } from './Steps.tsx';
import { useProbe } from './use-probe.ts';

/** Name the app, paste where its API runs; a host, a route and a key exist afterwards. */
export function NewAppPage() {
  return (
    <Page title="New app" lead="Put an API behind the gateway.">
      <Steps current={1} />
      <Card className="max-w-2xl p-5 sm:p-6">
        <NewAppForm />
      </Card>
    </Page>
  );
}

function NewAppForm() {
  const { slug } = useCustomer();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const { form, submit, problem, pending } = useChangeForm({
    scope: slug,
    operation: createApp,
    schema: createApp.body.required({ upstream_url: true }),
    defaultValues: { name: '', upstream_url: '' },
    inputOf: (body) => ({ body, idempotencyKey }),
    said: 'App created',
    onDone: ({ data }) => {
      if (data.first_key) queries.setQueryData(shownOnceKey(data.id), data.first_key);
      void navigate(`/c/${slug}/apps/${data.slug}/start`);
    },
  });
  const probe = useProbe(slug, form.watch('upstream_url') ?? '');
  const { errors } = form.formState;
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={submit}>
      <Field
        label="Name"
        error={errors.name?.message ?? errors.slug?.message}
        hint="Its host name is made from it."
      >
        {(control) => <Input {...control} {...form.register('name')} placeholder="Shop" autoFocus />}
      </Field>
      <Field
        label="Upstream URL"
        error={errors.upstream_url?.message}
        hint="Where your API answers today. The gateway sends the calls there."
      >
        {(control) => (
          <Input
            {...control}
            {...form.register('upstream_url')}
            mono
            inputMode="url"
            autoComplete="off"
            placeholder="http://localhost:4000"
          />
        )}
      </Field>
      <ProbeResult probe={probe} />
      <FormProblem problem={problem} />
      <Button type="submit" look="primary" pending={pending} className="self-start">
        Create app
      </Button>
    </form>
  );
}
