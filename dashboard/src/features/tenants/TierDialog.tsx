import {
  type App,
  createTenantTier,
  listLimits,
  listQuotas,
  replaceTenantTier,
  type TenantTier,
  TenantTierBody,
} from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { useChangeForm } from '../../api/change-form.ts';
import type { Explanation } from '../../api/problems.ts';
import { read } from '../../api/query.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Choices } from '../../ui/Choices.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { FormProblem } from '../../ui/Notice.tsx';
import { Switch } from '../../ui/Toggle.tsx';

interface TierDialogProps {
  app: App;
  /** Undefined: a new one. */
  tier: TenantTier | undefined;
  onClose: () => void;
}

export const TierDialog = ({ app, tier, onClose }: TierDialogProps) => (
  <Dialog open onClose={onClose} title={tier ? 'Tenant tier' : 'Add a tenant tier'}>
    {tier ? <EditTier app={app} tier={tier} onClose={onClose} /> : <NewTier app={app} onClose={onClose} />}
  </Dialog>
);

function NewTier({ app, onClose }: Omit<TierDialogProps, 'tier'>) {
  const { slug } = useCustomer();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const form = useChangeForm({
    scope: slug,
    operation: createTenantTier,
    schema: TenantTierBody,
    defaultValues: { name: '', description: '', limits: [], quotas: [], is_default: false },
    inputOf: (body) => ({ params: { app_id: app.id }, body, idempotencyKey }),
    said: 'Tier added',
    onDone: onClose,
  });
  return <TierFields {...form} app={app} action="Add tier" onCancel={onClose} />;
}

function EditTier({ app, tier, onClose }: TierDialogProps & { tier: TenantTier }) {
  const { slug } = useCustomer();
  const { name, description, limits, quotas, is_default } = tier;
  const form = useChangeForm({
    scope: slug,
    operation: replaceTenantTier,
    schema: TenantTierBody,
    defaultValues: { name, description, limits, quotas, is_default },
    inputOf: (body) => ({ params: { app_id: app.id, id: tier.id }, body }),
    said: 'Tier changed',
    onDone: onClose,
  });
  return <TierFields {...form} app={app} action="Save" onCancel={onClose} />;
}

interface TierFieldsProps {
  app: App;
  form: UseFormReturn<z.input<typeof TenantTierBody>, unknown, TenantTierBody>;
  submit: () => void;
  problem: Explanation | undefined;
  pending: boolean;
  action: string;
  onCancel: () => void;
}

function TierFields({ app, form, submit, problem, pending, action, onCancel }: TierFieldsProps) {
  const { slug } = useCustomer();
  const input = { params: { app_id: app.id }, query: { limit: 200 } };
  const limits = useQuery(read(slug, listLimits, input)).data?.data.items.map(({ name }) => name) ?? [];
  const quotas = useQuery(read(slug, listQuotas, input)).data?.data.items.map(({ name }) => name) ?? [];
  const { register, control, formState } = form;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Name" error={formState.errors.name?.message}>
        {(field) => <Input {...field} {...register('name')} mono placeholder="gold" autoFocus />}
      </Field>
      <Field label="Description" optional error={formState.errors.description?.message}>
        {(field) => <Input {...field} {...register('description')} />}
      </Field>
      {limits.length > 0 ? (
        <Controller
          control={control}
          name="limits"
          render={({ field }) => (
            <Choices
              label="Limits"
              hint="Count them by tenant, so that each has its own"
              options={limits}
              chosen={field.value ?? []}
              onChange={field.onChange}
            />
          )}
        />
      ) : (
        <p className="text-soft">
          This app has no limits yet. Add one on the page Limits, counted by tenant.
        </p>
      )}
      {quotas.length > 0 && (
        <Controller
          control={control}
          name="quotas"
          render={({ field }) => (
            <Choices
              label="Quotas"
              hint="Count each tenant of the tier"
              options={quotas}
              chosen={field.value ?? []}
              onChange={field.onChange}
            />
          )}
        />
      )}
      <Controller
        control={control}
        name="is_default"
        render={({ field }) => (
          <Switch
            label="For tenants without a tier"
            hint="And for those that nobody made, where the app serves them. One tier is the default."
            checked={field.value ?? false}
            onChange={field.onChange}
          />
        )}
      />
      <FormProblem problem={problem} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" pending={pending}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}
