import { useState } from 'react';
import type { FieldError } from 'react-hook-form';
import { Field } from './Field.tsx';
import { TextArea } from './Input.tsx';
import { firstErrorOf, linesOf } from './lines.ts';

interface LinesFieldProps {
  label: string;
  hint: string;
  placeholder?: string;
  value: readonly string[];
  onChange: (lines: string[]) => void;
  error: FieldError | undefined;
  disabled?: boolean;
  /** How the text becomes entries. */
  split?: (text: string) => string[];
}

/** A list of words, one per line. */
export function LinesField({
  label,
  hint,
  placeholder,
  value,
  onChange,
  error,
  disabled,
  split = linesOf,
}: LinesFieldProps) {
  const [text, setText] = useState(value.join('\n'));
  return (
    <Field label={label} optional hint={hint} error={firstErrorOf(error)}>
      {(control) => (
        <TextArea
          {...control}
          mono
          rows={2}
          className="min-h-14"
          placeholder={placeholder}
          value={text}
          disabled={disabled}
          onChange={(event) => {
            setText(event.target.value);
            onChange(split(event.target.value));
          }}
        />
      )}
    </Field>
  );
}
