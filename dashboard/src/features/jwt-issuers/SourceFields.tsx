import { Controller, useWatch } from 'react-hook-form';
import { Choices } from '../../ui/Choices.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select, TextArea } from '../../ui/Input.tsx';
import { firstErrorOf } from '../../ui/lines.ts';
import type { Form } from './IssuerFields.tsx';
import { algorithmsOf, type SourceKind, sourceKinds, usualAlgorithms } from './issuer-form.ts';

interface SourceFieldsProps {
  form: Form;
  kept: SourceKind | undefined;
}

/** Where the keys come from, and which signatures are accepted. */
export function SourceFields({ form, kept }: SourceFieldsProps) {
  const { register, control, formState, setValue } = form;
  const kind = useWatch({ control, name: 'source.kind' });
  const errors = formState.errors.source;
  const choose = register('source.kind', {
    onChange: (event) =>
      setValue('source.algorithms', usualAlgorithms(event.target.value), { shouldDirty: true }),
  });
  return (
    <>
      <Field label="Keys from" error={firstErrorOf(errors)} hint={sourceKinds[kind].says}>
        {(field) => (
          <Select {...field} {...choose}>
            {Object.entries(sourceKinds).map(([value, { label }]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <KeyField form={form} kind={kind} hint={kept === kind ? 'Empty: what is in force stays' : undefined} />
      <Controller
        control={control}
        name="source.algorithms"
        render={({ field }) => (
          <Choices
            label="Accepted signatures"
            hint={errors?.algorithms?.message ?? 'A key is used with those of its own kind'}
            options={algorithmsOf(kind)}
            chosen={algorithmsOf(kind).filter((name) => field.value.includes(name))}
            onChange={field.onChange}
          />
        )}
      />
    </>
  );
}

interface KeyFieldProps {
  form: Form;
  kind: SourceKind;
  hint: string | undefined;
}

/** What each kind of source wants to be told besides. */
function KeyField({ form, kind, hint }: KeyFieldProps) {
  const { register, formState } = form;
  const errors = formState.errors.source;
  if (kind === 'discovery') return null;
  if (kind === 'jwks_url')
    return (
      <Field label="Address" error={errors?.url?.message}>
        {(field) => (
          <Input
            {...field}
            {...register('source.url')}
            mono
            placeholder="https://login.example.com/.well-known/jwks.json"
          />
        )}
      </Field>
    );
  if (kind === 'jwks')
    return (
      <Field label="Key set" error={firstErrorOf(errors?.keys)} hint={hint}>
        {(field) => (
          <TextArea {...field} {...register('source.keys')} mono rows={6} placeholder='{"keys": […]}' />
        )}
      </Field>
    );
  if (kind === 'public_key')
    return (
      <>
        <Field label="Public key" error={errors?.pem?.message} hint={hint}>
          {(field) => (
            <TextArea
              {...field}
              {...register('source.pem')}
              mono
              rows={6}
              placeholder="-----BEGIN PUBLIC KEY-----"
            />
          )}
        </Field>
        <Field label="Key id" optional error={errors?.kid?.message} hint="What its tokens say as kid">
          {(field) => <Input {...field} {...register('source.kid')} mono />}
        </Field>
      </>
    );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Secret" error={errors?.secret?.message} hint={hint}>
        {(field) => (
          <Input {...field} {...register('source.secret')} mono type="password" autoComplete="off" />
        )}
      </Field>
      <Field label="Written as" error={errors?.encoding?.message}>
        {(field) => (
          <Select {...field} {...register('source.encoding')}>
            <option value="text">Text</option>
            <option value="base64">Base64</option>
          </Select>
        )}
      </Field>
    </div>
  );
}
