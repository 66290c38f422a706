import { type App, ExternalId, Name, putTenant, type Tenant } from '@aegis/contracts';
import { z } from 'zod';
import { useChangeForm } from '../../api/change-form.ts';
import { useCustomer } from '../../api/use-session.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select, TextArea } from '../../ui/Input.tsx';
import { metadataOf, textOf } from './metadata.ts';

interface TenantDialogProps {
  app: App;
  /** Names of the app's tiers. */
  tiers: readonly string[];
  /** Undefined: a new one. */
  tenant?: Tenant;
  etag?: string | undefined;
  onClose: () => void;
}

export const TenantDialog = (props: TenantDialogProps) => (
  <Dialog open onClose={props.onClose} title={props.tenant ? 'Tenant' : 'Add a tenant'}>
    <TenantForm {...props} />
  </Dialog>
);

const schema = z.object({
  id: ExternalId,
  name: z.union([z.literal(''), Name]),
  tier: z.string(),
  metadata: z
    .string()
    .refine((text) => metadataOf(text) !== undefined, 'field=text, one per line, each field once'),
});

function TenantForm({ app, tiers, tenant, etag, onClose }: TenantDialogProps) {
  const { slug } = useCustomer();
  const { form, ...sending } = useChangeForm({
    scope: slug,
    operation: putTenant,
    schema,
    defaultValues: {
      id: tenant?.id ?? '',
      name: tenant?.name ?? '',
      tier: tenant?.tier ?? '',
      metadata: textOf(tenant?.metadata ?? {}),
    },
    inputOf: ({ id, name, tier, metadata }) => ({
      params: { app_id: app.id, tenant: id },
      body: { ...(name && { name }), tier: tier || null, metadata: metadataOf(metadata) ?? {} },
      // A new one must not be one that is there already.
      ifMatch: tenant ? etag : '"0"',
    }),
    said: tenant ? 'Tenant changed' : 'Tenant added',
    onDone: onClose,
  });
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <DialogForm {...sending} action={tenant ? 'Save' : 'Add tenant'} onCancel={onClose}>
      {!tenant && (
        <Field
          label="Id"
          error={errors.id?.message}
          hint="What your tokens and keys say: its id in your system"
        >
          {(field) => <Input {...field} {...register('id')} mono placeholder="acme" autoFocus />}
        </Field>
      )}
      <Field label="Name" optional error={errors.name?.message}>
        {(field) => <Input {...field} {...register('name')} placeholder="Acme Ltd" />}
      </Field>
      <Field label="Tier" error={errors.tier?.message} hint="The tier’s limits apply to each of its tenants">
        {(field) => (
          <Select {...field} {...register('tier')}>
            <option value="">None of its own: the default tier</option>
            {tiers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Notes"
        optional
        error={errors.metadata?.message}
        hint="For yourself: field=text, one per line"
      >
        {(field) => <TextArea {...field} {...register('metadata')} mono rows={3} placeholder="region=eu" />}
      </Field>
    </DialogForm>
  );
}
