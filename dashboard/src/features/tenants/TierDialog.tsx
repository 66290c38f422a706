import {
  type App,
  createTenantTier,
  listLimits,
  listQuotas,
  replaceTenantTier,
  type TenantTier,
  TenantTierBody,
} from '@aegis/contracts';
import { useChangeForm } from '../../api/change-form.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useNames } from '../../api/use-names.ts';
import { useCustomer } from '../../api/use-session.ts';
import { ControlledChoices, ControlledSwitch } from '../../ui/controlled.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { type DialogFieldsProps, DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';

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
  const idempotencyKey = useIdempotencyKey();
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

type TierFieldsProps = DialogFieldsProps<typeof TenantTierBody> & { app: App };

function TierFields({ app, form, ...sending }: TierFieldsProps) {
  const limits = useNames(app, listLimits);
  const quotas = useNames(app, listQuotas);
  const { register, control, formState } = form;
  return (
    <DialogForm {...sending}>
      <Field label="Name" error={formState.errors.name?.message}>
        {(field) => <Input {...field} {...register('name')} mono placeholder="gold" autoFocus />}
      </Field>
      <Field label="Description" optional error={formState.errors.description?.message}>
        {(field) => <Input {...field} {...register('description')} />}
      </Field>
      {limits.length > 0 ? (
        <ControlledChoices
          control={control}
          name="limits"
          label="Limits"
          hint="Count them by tenant, so that each has its own"
          options={limits}
        />
      ) : (
        <p className="text-soft">
          This app has no limits yet. Add one on the page Limits, counted by tenant.
        </p>
      )}
      {quotas.length > 0 && (
        <ControlledChoices
          control={control}
          name="quotas"
          label="Quotas"
          hint="Count each tenant of the tier"
          options={quotas}
        />
      )}
      <ControlledSwitch
        control={control}
        name="is_default"
        label="For tenants without a tier"
        hint="And for those that nobody made, where the app serves them. One tier is the default."
        fallback={false}
      />
    </DialogForm>
  );
}
