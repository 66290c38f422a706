import { Choices } from '../../ui/Choices.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, Select } from '../../ui/Input.tsx';
import { LinesField } from '../../ui/LinesField.tsx';
import { wholeLinesOf } from '../../ui/lines.ts';
import { Switch } from '../../ui/Toggle.tsx';
import { GroupsField } from './GroupsField.tsx';
import { JsonField } from './JsonField.tsx';
import { SecretField } from './SecretField.tsx';
import { fieldsOf, type SchemaField, withValue } from './schema-fields.ts';

type Settings = Record<string, unknown>;

interface SchemaFieldsProps {
  schema: Settings;
  settings: Settings;
  onChange: (settings: Settings) => void;
  /** Message of the field at this path below the settings. */
  errorAt: (path: string) => string | undefined;
  disabled: boolean;
}

/** The form that a plugin's own schema describes. */
export const SchemaFields = ({ schema, settings, onChange, errorAt, disabled }: SchemaFieldsProps) => (
  <div className="flex flex-col gap-4">
    {fieldsOf(schema).map((field) => (
      <OneField
        key={field.name}
        field={field}
        value={settings[field.name]}
        onChange={(value) => onChange(withValue(settings, field.name, value))}
        error={errorAt(field.name)}
        errorAt={errorAt}
        disabled={disabled}
      />
    ))}
  </div>
);

interface OneFieldProps {
  field: SchemaField;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  errorAt: SchemaFieldsProps['errorAt'];
  disabled: boolean;
}

const wordsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const placeholderOf = ({ fallback }: SchemaField): string =>
  fallback === undefined ? '' : Array.isArray(fallback) ? fallback.join('\n') : String(fallback);

function OneField(props: OneFieldProps) {
  const { field, value, onChange, error, disabled } = props;
  const { label, hint } = field;
  if (field.kind === 'switch')
    return (
      <Switch
        label={label}
        hint={hint}
        checked={(value ?? field.fallback) === true}
        onChange={onChange}
        disabled={disabled}
      />
    );
  if (field.kind === 'choices')
    return (
      <Choices
        label={label}
        hint={hint}
        options={field.options}
        chosen={wordsOf(value ?? field.fallback)}
        onChange={onChange}
        disabled={disabled}
      />
    );
  if (field.kind === 'lines')
    return (
      <LinesField
        label={label}
        hint={hint ? `${hint.replace(/\.?$/, '.')} One per line.` : 'One per line.'}
        placeholder={placeholderOf(field)}
        value={wordsOf(value)}
        split={wholeLinesOf}
        onChange={(lines) => onChange(lines.length === 0 ? undefined : lines)}
        error={error ? { type: 'server', message: error } : undefined}
        disabled={disabled}
      />
    );
  if (field.kind === 'groups') return <Groups {...props} />;
  if (field.kind === 'json') return <JsonField {...props} />;
  if (field.kind === 'secret') return <SecretField {...props} />;
  return <ScalarField {...props} />;
}

/** Problems stand at the fields inside, and below the list, where a group as a whole lacks something. */
function Groups({ errorAt, ...props }: OneFieldProps) {
  const { field, disabled } = props;
  return (
    <GroupsField {...props}>
      {(group, index, change) => (
        <SchemaFields
          schema={field.items ?? {}}
          settings={group}
          onChange={change}
          errorAt={(path) => errorAt(`${field.name}.${index}.${path}`)}
          disabled={disabled}
        />
      )}
    </GroupsField>
  );
}

function ScalarField({ field, value, onChange, error, disabled }: OneFieldProps) {
  const numeric = field.kind === 'number';
  const change = (text: string) => onChange(text === '' ? undefined : numeric ? Number(text) : text);
  const shown = value === undefined ? '' : String(value);
  return (
    <Field label={field.label} hint={field.hint} optional={!field.required} error={error}>
      {(control) =>
        field.kind === 'choice' ? (
          <Select
            {...control}
            value={shown}
            disabled={disabled}
            onChange={(event) => change(event.target.value)}
          >
            <option value="">
              {field.fallback === undefined ? 'not set' : `${placeholderOf(field)} (default)`}
            </option>
            {field.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </Select>
        ) : (
          <Input
            {...control}
            mono
            type={numeric ? 'number' : 'text'}
            placeholder={placeholderOf(field)}
            value={shown}
            disabled={disabled}
            onChange={(event) => change(event.target.value)}
          />
        )
      }
    </Field>
  );
}
