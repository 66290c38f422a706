import { useWatch } from 'react-hook-form';
import { ControlledSwitch } from '../../ui/controlled.tsx';
import { Field } from '../../ui/Field.tsx';
import { optionalText } from '../../ui/field-values.ts';
import { Input, TextArea } from '../../ui/Input.tsx';
import { Switch } from '../../ui/Toggle.tsx';
import type { UpstreamForm } from './UpstreamFields.tsx';

/** How the gateway and https targets prove to each other who they are. */
export function TlsFields({ form }: { form: UpstreamForm }) {
  const { register, control, formState, setValue, getValues } = form;
  const shown = useWatch({ control, name: 'tls.client_certificate' });
  const kept = formState.defaultValues?.tls?.client_certificate !== undefined;
  const errors = formState.errors.tls;
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 font-medium">TLS</legend>
      <ControlledSwitch
        control={control}
        name="tls.verify"
        label="Check the certificate of https targets"
        hint="Off: anyone in between can read and change the calls."
        fallback={true}
      />
      <Field
        optional
        label="Server name"
        hint="To ask for and check, if not that of the address"
        error={errors?.server_name?.message}
      >
        {(field) => <Input {...field} {...register('tls.server_name', optionalText)} mono />}
      </Field>
      <Switch
        label="Show a client certificate"
        hint="To targets that ask who the gateway is."
        checked={shown !== undefined}
        onChange={(on) =>
          setValue('tls', { ...getValues('tls'), client_certificate: on ? { chain: '' } : undefined })
        }
      />
      {shown && (
        <>
          <Field label="Certificate chain" error={errors?.client_certificate?.chain?.message}>
            {(field) => <TextArea {...field} {...register('tls.client_certificate.chain')} mono rows={4} />}
          </Field>
          <Field
            label="Private key"
            hint={kept ? 'Empty: what is in force stays' : 'In PEM, without a passphrase; never shown again'}
            error={errors?.client_certificate?.private_key?.message}
          >
            {(field) => (
              <TextArea
                {...field}
                {...register('tls.client_certificate.private_key', optionalText)}
                mono
                rows={4}
              />
            )}
          </Field>
        </>
      )}
    </fieldset>
  );
}
