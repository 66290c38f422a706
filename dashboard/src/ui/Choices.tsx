import type { ReactNode } from 'react';
import { Checkbox } from './Toggle.tsx';

interface ChoicesProps<T extends string> {
  label: string;
  hint?: ReactNode;
  options: readonly T[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  disabled?: boolean;
}

/** Any number of a few words. */
export function Choices<T extends string>({
  label,
  hint,
  options,
  chosen,
  onChange,
  disabled,
}: ChoicesProps<T>) {
  return (
    <fieldset className="flex flex-col gap-2" disabled={disabled}>
      <legend className="mb-2 font-medium">
        {label}
        {hint && <span className="ml-2 text-xs font-normal text-faint">{hint}</span>}
      </legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2.5">
        {options.map((option) => (
          <Checkbox
            key={option}
            label={option}
            mono
            checked={chosen.includes(option)}
            disabled={disabled ?? false}
            onChange={(checked) =>
              onChange(options.filter((one) => (one === option ? checked : chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
