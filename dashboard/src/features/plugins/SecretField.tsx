import { secretIsSet } from '@aegis/contracts';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import type { SchemaField } from './schema-fields.ts';

interface SecretFieldProps {
  field: SchemaField;
  /** A new secret, or the mark that there is one. */
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  disabled: boolean;
}

/** A setting that is never shown again: what is typed takes its place, nothing typed leaves it. */
export function SecretField({ field, value, onChange, error, disabled }: SecretFieldProps) {
  const [wasSet] = useState(value !== undefined);
  const text = typeof value === 'string' ? value : '';
  const isKept = value !== undefined && typeof value !== 'string';
  return (
    <Field label={field.label} hint={field.hint} optional={!field.required} error={error}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            mono
            type="password"
            autoComplete="new-password"
            placeholder={isKept ? 'set; type to replace it' : ''}
            value={text}
            disabled={disabled}
            onChange={({ target }) =>
              onChange(target.value !== '' ? target.value : wasSet ? secretIsSet : undefined)
            }
          />
          {isKept && !field.required && !disabled && (
            <Button onClick={() => onChange(undefined)}>Remove</Button>
          )}
        </div>
      )}
    </Field>
  );
}
