import { type App, getApp, updateApp } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChangeForm } from '../../api/change-form.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { ControlledSwitch } from '../../ui/controlled.tsx';
import { Field } from '../../ui/Field.tsx';
import { optionalText } from '../../ui/field-values.ts';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Section } from '../../ui/Page.tsx';
import { settingsSchema } from './settings-schema.ts';
import { TenancyFields } from './TenancyFields.tsx';

export function SettingsForm({ app }: { app: App }) {
  const { slug, may } = useCustomer();
  const { data: known } = useQuery(read(slug, getApp, { params: { id: app.slug } }));
  const etag = known?.etag;
  const { form, submit, problem, pending } = useChangeForm({
    scope: slug,
    operation: updateApp,
    schema: settingsSchema,
    defaultValues: { name: app.name, settings: app.settings },
    inputOf: (body) => ({ params: { id: app.id }, body, ifMatch: etag }),
    said: 'Settings saved',
  });
  const { errors } = form.formState;
  const locked = !may('apps', 'write');
  return (
    <Section title="Settings">
      <form noValidate className="flex max-w-2xl flex-col gap-5" onSubmit={submit}>
        <Field label="Name" error={errors.name?.message}>
          {(control) => <Input {...control} {...form.register('name')} disabled={locked} />}
        </Field>
        <Field
          label="Plain HTTP"
          hint="Where a host has a certificate. Browsers then also remember to use HTTPS (HSTS). Never on localhost."
        >
          {(control) => (
            <Select {...control} {...form.register('settings.https')} disabled={locked}>
              <option value="redirect">Send callers to HTTPS</option>
              <option value="require">Refuse it</option>
              <option value="off">Serve it</option>
            </Select>
          )}
        </Field>
        <ControlledSwitch
          control={form.control}
          name="settings.limit_headers"
          label="Tell callers about their limits"
          hint="RateLimit and RateLimit-Policy in every answer."
          fallback={true}
          disabled={locked}
        />
        <ControlledSwitch
          control={form.control}
          name="settings.api_key.forward"
          label="Pass the API key on to the upstream"
          hint="Off: the upstream sees who called, not the secret."
          fallback={false}
          disabled={locked}
        />
        <ControlledSwitch
          control={form.control}
          name="settings.assertion"
          label="Sign who calls"
          hint="X-Aegis-Assertion: a token for upstreams that must not trust headers."
          fallback={false}
          disabled={locked}
        />
        <ControlledSwitch
          control={form.control}
          name="settings.path.merge_slashes"
          label="Read // in a path as /"
          fallback={true}
          disabled={locked}
        />
        <ControlledSwitch
          control={form.control}
          name="settings.path.allow_encoded_slash"
          label="Allow %2F in paths"
          hint="Off: such requests are refused, since two readers could see two paths."
          fallback={false}
          disabled={locked}
        />
        <Field
          label="API key in a query parameter"
          optional
          hint="Name of the parameter, for callers that cannot send headers. Query strings end up in logs."
          error={errors.settings?.api_key?.query_param?.message}
        >
          {(control) => (
            <Input
              {...control}
              {...form.register('settings.api_key.query_param', optionalText)}
              mono
              placeholder="api_key"
              disabled={locked}
            />
          )}
        </Field>
        <NumberField
          form={form}
          name="settings.max_in_flight"
          label="Calls at once"
          optional
          hint="That each gateway works on; more are refused. Empty: the platform's bound."
          disabled={locked}
        />
        <TenancyFields form={form} locked={locked} />
        <FormProblem problem={problem} />
        {!locked && (
          <Button type="submit" look="primary" className="self-start" pending={pending}>
            Save
          </Button>
        )}
      </form>
    </Section>
  );
}
