import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import type { SchemaField } from './schema-fields.ts';

type Settings = Record<string, unknown>;

interface GroupsFieldProps {
  field: SchemaField;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  disabled: boolean;
  /** The fields of one group. */
  children: (group: Settings, index: number, change: (next: Settings) => void) => ReactNode;
}

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of settings that belong together, such as rules: each with its own fields, in the list's order. */
export function GroupsField({ field, value, onChange, error, disabled, children }: GroupsFieldProps) {
  const groups = Array.isArray(value) ? value.filter(isSettings) : [];
  // What is being typed stays with its group when one before it goes.
  const made = useRef(groups.length);
  const [ids, setIds] = useState(() => groups.map((_, index) => index));
  const put = (next: Settings[]) => onChange(next.length === 0 ? undefined : next);
  const add = () => {
    setIds([...ids, made.current]);
    made.current += 1;
    put([...groups, {}]);
  };
  const remove = (gone: number) => {
    setIds(ids.filter((_, index) => index !== gone));
    put(groups.filter((_, index) => index !== gone));
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-medium">
        {field.label}
        {!field.required && <span className="ml-2 text-xs font-normal text-faint">optional</span>}
      </legend>
      {field.hint && <p className="text-xs text-faint">{field.hint}</p>}
      {groups.map((group, index) => (
        <div key={ids[index]} className="flex flex-col gap-4 rounded-md border border-line p-3">
          {children(group, index, (next) => put(groups.with(index, next)))}
          {!disabled && (
            <div>
              <Button size="sm" onClick={() => remove(index)}>
                <Trash2 aria-hidden /> Remove {field.label.toLowerCase()} {index + 1}
              </Button>
            </div>
          )}
        </div>
      ))}
      {error && (
        <p className="text-xs font-medium text-bad" role="alert">
          {error}
        </p>
      )}
      {!disabled && (
        <div>
          <Button size="sm" onClick={add}>
            <Plus aria-hidden /> Add to {field.label.toLowerCase()}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
