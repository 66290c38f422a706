import { environments, errorCodes, type Route } from '@aegis/contracts';
import type { ListState } from '../../api/use-list-state.ts';
import { EnvironmentFilter, FilterSelect } from '../../ui/FilterSelect.tsx';

const classes = ['2xx', '3xx', '4xx', '5xx'];
const codes = Object.entries(errorCodes)
  .filter(([, { by }]) => by !== 'admin')
  .map(([code]) => code);

export const traceFilterNames = ['environment', 'status', 'code', 'route'] as const;

interface TraceFiltersProps {
  state: ListState;
  routes: readonly Route[];
}

/** What the live log can be narrowed to as well. */
export const PlainFilters = ({ state }: { state: ListState }) => (
  <>
    <EnvironmentFilter state={state} />
    <FilterSelect state={state} name="status" label="Status" all="Any status" options={classes} />
  </>
);

export const TraceFilters = ({ state, routes }: TraceFiltersProps) => (
  <>
    <PlainFilters state={state} />
    <FilterSelect state={state} name="code" label="Error code" all="Any code" options={codes} />
    <FilterSelect
      state={state}
      name="route"
      label="Route"
      all="Any route"
      options={routes.map(({ name }) => name)}
    />
  </>
);

/** Only what the operations know; an address may carry other words. */
export function plainQuery(state: ListState) {
  const environment = environments.find((one) => one === state.filter('environment'));
  const status = classes.find((one) => one === state.filter('status'));
  return {
    ...(environment ? { environment } : {}),
    ...(status ? { status_class: Number(status.charAt(0)) } : {}),
  };
}

export function traceQuery(state: ListState, routes: readonly Route[]) {
  const code = codes.find((one) => one === state.filter('code'));
  const route = routes.find(({ name }) => name === state.filter('route'));
  return {
    ...plainQuery(state),
    ...(code ? { code } : {}),
    ...(route ? { route_id: route.id } : {}),
  };
}
