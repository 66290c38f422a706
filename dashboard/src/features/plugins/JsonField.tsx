import { useState } from 'react';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/Input.tsx';
import type { SchemaField } from './schema-fields.ts';

interface JsonFieldProps {
  field: SchemaField;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  disabled: boolean;
}

/** Settings of a shape that has no form of its own. */
export function JsonField({ field, value, onChange, error, disabled }: JsonFieldProps) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [broken, setBroken] = useState(false);
  const change = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() === '' ? undefined : JSON.parse(next));
      setBroken(false);
    } catch {
      setBroken(true);
    }
  };
  return (
    <Field
      label={field.label}
      hint={[field.hint, 'As JSON.'].filter(Boolean).join(' ')}
      optional={!field.required}
      error={broken ? 'This is not JSON yet; the last valid text counts.' : error}
    >
      {(control) => (
        <TextArea
          {...control}
          mono
          rows={4}
          value={text}
          disabled={disabled}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}
