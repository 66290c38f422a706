import { environments } from '@aegis/contracts';
import type { ListState } from '../../api/use-list-state.ts';
import { EnvironmentFilter, FilterSelect } from '../../ui/FilterSelect.tsx';

const statuses = ['active', 'expired', 'revoked'] as const;

export const keyFilterNames = ['environment', 'status'] as const;

export const KeyFilters = ({ state }: { state: ListState }) => (
  <>
    <EnvironmentFilter state={state} />
    <FilterSelect state={state} name="status" label="Status" all="Any status" options={statuses} />
  </>
);

/** Only words that the operation knows; an address may carry others. */
export function keyQuery(state: ListState) {
  const environment = environments.find((one) => one === state.filter('environment'));
  const status = statuses.find((one) => one === state.filter('status'));
  return { ...state.query, ...(environment ? { environment } : {}), ...(status ? { status } : {}) };
}
