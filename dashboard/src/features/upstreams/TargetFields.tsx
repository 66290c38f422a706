import { Plus, X } from 'lucide-react';
import { useFieldArray } from 'react-hook-form';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import type { UpstreamForm } from './UpstreamFields.tsx';

/** Where the calls go, and in which shares. */
export function TargetFields({ form }: { form: UpstreamForm }) {
  const { register, control, formState } = form;
  const { fields, append, remove } = useFieldArray({ control, name: 'targets' });
  const errors = formState.errors.targets;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium">Targets</legend>
      {fields.map((target, index) => (
        <div key={target.id} className="grid grid-cols-[1fr_5rem_2rem] items-start gap-2">
          <Field hideLabel label={`Address of target ${index + 1}`} error={errors?.[index]?.url?.message}>
            {(field) => (
              <Input
                {...field}
                {...register(`targets.${index}.url`)}
                mono
                inputMode="url"
                placeholder="https://origin.example.com"
              />
            )}
          </Field>
          <NumberField
            form={form}
            name={`targets.${index}.weight`}
            hideLabel
            label={`Weight of target ${index + 1}`}
          />
          <Button
            look="ghost"
            size="icon"
            aria-label={`Remove target ${index + 1}`}
            disabled={fields.length === 1}
            onClick={() => remove(index)}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <Button size="sm" className="self-start" onClick={() => append({ url: '', weight: 1 })}>
        <Plus aria-hidden />
        Add target
      </Button>
    </fieldset>
  );
}
