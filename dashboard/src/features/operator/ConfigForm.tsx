import { type PlatformConfig, replaceConfig } from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { ControlledChoices, ControlledLines, ControlledSwitch } from '../../ui/controlled.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { NumberField } from '../../ui/NumberField.tsx';

/** Numbers of nginx's own settings, in the order in which an operator looks for them. */
const numbers = [
  ['worker_connections', 'Connections per worker'],
  ['max_body_mb', 'Largest body, MiB'],
  ['max_header_kb', 'Largest header, KiB'],
  ['client_header_timeout_ms', 'Client header timeout, ms'],
  ['client_body_timeout_ms', 'Client body timeout, ms'],
  ['send_timeout_ms', 'Send timeout, ms'],
  ['client_keepalive_ms', 'Client keep-alive, ms'],
  ['upstream_keepalive', 'Kept upstream connections'],
  ['upstream_keepalive_ms', 'Upstream keep-alive, ms'],
  ['shutdown_timeout_ms', 'Worker shutdown, ms'],
] as const;
const dictionaries = [
  ['documents_mb', 'Documents'],
  ['limits_mb', 'Limits'],
  ['usage_mb', 'Usage'],
  ['floors_mb', 'Floors'],
  ['metrics_mb', 'Metrics'],
  ['upstreams_mb', 'Health of upstreams'],
  ['state_mb', 'State'],
  ['cache_mb', 'Kept answers'],
  ['callouts_mb', 'Answers of callouts'],
] as const;
const protocols = ['TLSv1.2', 'TLSv1.3'] as const;
interface ConfigFormProps {
  config: PlatformConfig;
  etag: string | undefined;
}

export function ConfigForm({ config, etag }: ConfigFormProps) {
  const { may } = useOperator();
  const { form, submit, problem, pending } = useChangeForm({
    scope: null,
    operation: replaceConfig,
    schema: replaceConfig.body,
    defaultValues: { config },
    inputOf: (body) => ({ body, ifMatch: etag }),
    said: 'Platform settings saved',
  });
  const { register, control, formState } = form;
  const errors = formState.errors.config?.nginx;
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Worker processes"
          error={errors?.worker_processes?.message}
          hint="auto: one per processor"
        >
          {(field) => (
            <Input
              {...field}
              {...register('config.nginx.worker_processes', {
                setValueAs: (text: string | number) => (text === 'auto' ? text : Number(text)),
              })}
            />
          )}
        </Field>
        <Field label="Access log" error={errors?.access_log?.message}>
          {(field) => (
            <Select {...field} {...register('config.nginx.access_log')}>
              <option value="json">JSON lines</option>
              <option value="off">Off</option>
            </Select>
          )}
        </Field>
        {numbers.map(([name, label]) => (
          <NumberField form={form} name={`config.nginx.${name}`} key={name} label={label} />
        ))}
      </div>
      <NumberField
        form={form}
        name="config.app_max_in_flight"
        label="Calls of one app at once"
        optional
        hint="That each gateway works on, so that no app starves the others. Empty: no bound."
      />
      <fieldset>
        <legend className="mb-3 font-medium">Shared memory, MiB</legend>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          {dictionaries.map(([name, label]) => (
            <NumberField form={form} name={`config.nginx.dictionaries.${name}`} key={name} label={label} />
          ))}
        </div>
      </fieldset>
      <ControlledLines
        control={control}
        name="config.nginx.trusted_proxies"
        label="Trusted proxies"
        hint="Addresses or ranges whose X-Forwarded-For is believed, one per line."
        placeholder="10.0.0.0/8"
      />
      <ControlledChoices
        control={control}
        name="config.nginx.tls_protocols"
        label="TLS"
        options={protocols}
      />
      <ControlledSwitch control={control} name="config.nginx.http2" label="HTTP/2" fallback={true} />
      <FormProblem problem={problem} />
      {may('config', 'write') && (
        <Button type="submit" look="primary" pending={pending} className="self-start">
          Save and publish
        </Button>
      )}
    </form>
  );
}
