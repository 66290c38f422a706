import { type PlatformConfig, replaceConfig } from '@aegis/contracts';
import { Controller } from 'react-hook-form';
import { useChangeForm } from '../../api/change-form.ts';
import { useOperator } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Choices } from '../../ui/Choices.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { LinesField } from '../../ui/LinesField.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { optionalNumber } from '../../ui/optional-number.ts';
import { Switch } from '../../ui/Toggle.tsx';

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
const asNumber = { valueAsNumber: true } as const;

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
    inputOf: (body) => ({ body, ...(etag ? { ifMatch: etag } : {}) }),
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
          <Field key={name} label={label} error={errors?.[name]?.message}>
            {(field) => <Input {...field} {...register(`config.nginx.${name}`, asNumber)} type="number" />}
          </Field>
        ))}
      </div>
      <Field
        label="Calls of one app at once"
        optional
        hint="That each gateway works on, so that no app starves the others. Empty: no bound."
        error={formState.errors.config?.app_max_in_flight?.message}
      >
        {(field) => (
          <Input
            {...field}
            {...register('config.app_max_in_flight', { setValueAs: optionalNumber })}
            type="number"
          />
        )}
      </Field>
      <fieldset>
        <legend className="mb-3 font-medium">Shared memory, MiB</legend>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          {dictionaries.map(([name, label]) => (
            <Field key={name} label={label} error={errors?.dictionaries?.[name]?.message}>
              {(field) => (
                <Input
                  {...field}
                  {...register(`config.nginx.dictionaries.${name}`, asNumber)}
                  type="number"
                />
              )}
            </Field>
          ))}
        </div>
      </fieldset>
      <Controller
        control={control}
        name="config.nginx.trusted_proxies"
        render={({ field, fieldState }) => (
          <LinesField
            label="Trusted proxies"
            hint="Addresses or ranges whose X-Forwarded-For is believed, one per line."
            placeholder="10.0.0.0/8"
            value={field.value ?? []}
            onChange={field.onChange}
            error={fieldState.error}
          />
        )}
      />
      <Controller
        control={control}
        name="config.nginx.tls_protocols"
        render={({ field }) => (
          <Choices label="TLS" options={protocols} chosen={field.value ?? []} onChange={field.onChange} />
        )}
      />
      <Controller
        control={control}
        name="config.nginx.http2"
        render={({ field }) => (
          <Switch label="HTTP/2" checked={field.value ?? true} onChange={field.onChange} />
        )}
      />
      <FormProblem problem={problem} />
      {may('config', 'write') && (
        <Button type="submit" look="primary" pending={pending} className="self-start">
          Save and publish
        </Button>
      )}
    </form>
  );
}
