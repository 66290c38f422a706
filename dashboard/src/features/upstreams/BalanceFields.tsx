import type { Balance, HashBy } from '@aegis/contracts';
import { useWatch } from 'react-hook-form';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { firstErrorOf } from '../../ui/lines.ts';
import type { UpstreamForm } from './UpstreamFields.tsx';

const methods: Record<Balance, string> = {
  weighted_round_robin: 'In turn, by weight',
  least_connections: 'Whoever has the least to do',
  consistent_hash: 'The same caller, the same target',
};

const sources: Record<HashBy['source'], string> = {
  tenant: 'Tenant',
  user: 'User',
  key: 'API key',
  ip: 'Client address',
  header: 'Header',
  cookie: 'Cookie',
};

/** How the targets share the calls. */
export function BalanceFields({ form }: { form: UpstreamForm }) {
  const { register, control, formState, setValue } = form;
  const balance = useWatch({ control, name: 'balance' });
  const choose = register('balance', {
    onChange: (event) =>
      setValue('hash_by', event.target.value === 'consistent_hash' ? { source: 'tenant' } : undefined),
  });
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Shared" error={formState.errors.balance?.message}>
        {(field) => (
          <Select {...field} {...choose}>
            {Object.entries(methods).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {balance === 'consistent_hash' && <HashByFields form={form} />}
    </div>
  );
}

function HashByFields({ form }: { form: UpstreamForm }) {
  const { register, control, formState, setValue } = form;
  const source = useWatch({ control, name: 'hash_by.source' });
  const error = formState.errors.hash_by;
  const choose = register('hash_by.source', {
    onChange: (event) => setValue('hash_by', hashBy(event.target.value)),
  });
  return (
    <>
      <Field label="Same caller by" hint="Calls without it go by client address" error={firstErrorOf(error)}>
        {(field) => (
          <Select {...field} {...choose}>
            {Object.entries(sources).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {(source === 'header' || source === 'cookie') && (
        <Field
          label={`Name of the ${source}`}
          error={firstErrorOf(error && 'name' in error ? error.name : undefined)}
        >
          {(field) => <Input {...field} {...register('hash_by.name')} mono placeholder="session" />}
        </Field>
      )}
    </>
  );
}

const hashBy = (source: HashBy['source']): HashBy =>
  source === 'header' || source === 'cookie' ? { source, name: '' } : { source };
