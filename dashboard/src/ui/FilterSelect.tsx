import { environments } from '@aegis/contracts';
import type { ListState } from '../api/use-list-state.ts';
import { Select } from './Input.tsx';

interface FilterSelectProps {
  state: ListState;
  name: string;
  label: string;
  /** Shown while nothing is chosen. */
  all: string;
  options: readonly string[];
}

/** Narrows a list to an environment, `environment` in the address. */
export const EnvironmentFilter = ({ state }: { state: ListState }) => (
  <FilterSelect
    state={state}
    name="environment"
    label="Environment"
    all="All environments"
    options={environments}
  />
);

export const FilterSelect = ({ state, name, label, all, options }: FilterSelectProps) => (
  <Select
    aria-label={label}
    className="min-w-36 grow sm:w-44 sm:grow-0"
    value={state.filter(name)}
    onChange={(event) => state.set({ [name]: event.target.value })}
  >
    <option value="">{all}</option>
    {options.map((option) => (
      <option key={option} value={option}>
        {option}
      </option>
    ))}
  </Select>
);
