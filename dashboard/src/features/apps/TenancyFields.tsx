import { ControlledSwitch } from '../../ui/controlled.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Input.tsx';
import type { SettingsFormState } from './settings-schema.ts';

/** What callers have to belong to, and whose word counts for what they may do. */
export function TenancyFields({ form, locked }: { form: SettingsFormState; locked: boolean }) {
  return (
    <>
      <ControlledSwitch
        control={form.control}
        name="settings.tenancy.required"
        label="Callers must belong to a tenant"
        hint="A token or key without one is refused. Routes for anyone ask for none."
        fallback={false}
        disabled={locked}
      />
      <Field
        label="Tenants that nobody made"
        hint="Tokens and keys may name any tenant; yours are on the page Tenants."
        error={form.formState.errors.settings?.tenancy?.unknown?.message}
      >
        {(control) => (
          <Select {...control} {...form.register('settings.tenancy.unknown')} disabled={locked}>
            <option value="serve">Serve them under the default tier</option>
            <option value="refuse">Refuse them</option>
          </Select>
        )}
      </Field>
      <ControlledSwitch
        control={form.control}
        name="settings.authorization.trust_token_roles"
        label="Roles that a token names count"
        hint="Off: only the roles that you granted count, and the upstream is told no others."
        fallback={true}
        disabled={locked}
      />
    </>
  );
}
