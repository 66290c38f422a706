import { environments, type UpstreamBody } from '@aegis/contracts';
import type { UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import type { Explanation } from '../../api/problems.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { BalanceFields } from './BalanceFields.tsx';
import { HealthFields } from './HealthFields.tsx';
import { ProtectionFields } from './ProtectionFields.tsx';
import { TargetFields } from './TargetFields.tsx';
import { TlsFields } from './TlsFields.tsx';

export type UpstreamForm = UseFormReturn<
  z.input<typeof UpstreamBody>,
  unknown,
  z.output<typeof UpstreamBody>
>;

interface UpstreamFieldsProps {
  form: UpstreamForm;
  submit: () => void;
  problem: Explanation | undefined;
  pending: boolean;
  action: string;
  /** Environment and name are chosen once. */
  isNew?: boolean;
  onCancel: () => void;
}

const milliseconds = { valueAsNumber: true } as const;

export function UpstreamFields({
  form,
  submit,
  problem,
  pending,
  action,
  isNew,
  onCancel,
}: UpstreamFieldsProps) {
  const { may } = useCustomer();
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {isNew && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Environment" error={errors.environment?.message}>
            {(field) => (
              <Select {...field} {...register('environment')}>
                {environments.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Name" error={errors.name?.message} hint="Routes point to it by this name">
            {(field) => <Input {...field} {...register('name')} mono />}
          </Field>
        </div>
      )}
      <TargetFields form={form} />
      <BalanceFields form={form} />
      <div className="grid gap-4 sm:grid-cols-4">
        <Field label="Connect, ms" error={errors.timeouts?.connect_ms?.message}>
          {(field) => (
            <Input
              {...field}
              {...register('timeouts.connect_ms', milliseconds)}
              type="number"
              placeholder="5000"
            />
          )}
        </Field>
        <Field label="Send, ms" error={errors.timeouts?.send_ms?.message}>
          {(field) => (
            <Input
              {...field}
              {...register('timeouts.send_ms', milliseconds)}
              type="number"
              placeholder="60000"
            />
          )}
        </Field>
        <Field label="Answer, ms" error={errors.timeouts?.read_ms?.message}>
          {(field) => (
            <Input
              {...field}
              {...register('timeouts.read_ms', milliseconds)}
              type="number"
              placeholder="60000"
            />
          )}
        </Field>
        <Field label="Retries" error={errors.retries?.message}>
          {(field) => (
            <Input {...field} {...register('retries', milliseconds)} type="number" placeholder="1" />
          )}
        </Field>
      </div>
      <HealthFields form={form} />
      <ProtectionFields form={form} />
      <Field label="Host header" error={errors.host_header?.message}>
        {(field) => (
          <Select {...field} {...register('host_header')}>
            <option value="upstream">The upstream's own host</option>
            <option value="client">The host that the client called</option>
          </Select>
        )}
      </Field>
      <TlsFields form={form} />
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        {may('upstreams', 'write') && (
          <Button type="submit" look="primary" pending={pending}>
            {action}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}
