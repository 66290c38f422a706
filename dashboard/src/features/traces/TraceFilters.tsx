import { environments, errorCodes, type Route } from '@aegis/contracts';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { ListState } from '../../api/use-list-state.ts';
import { Button } from '../../ui/Button.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { Input } from '../../ui/Input.tsx';

const classes = ['2xx', '3xx', '4xx', '5xx'];
const codes = Object.entries(errorCodes)
  .filter(([, { by }]) => by !== 'admin')
  .map(([code]) => code);

export const traceFilterNames = ['environment', 'status', 'code', 'route'] as const;

interface TraceFiltersProps {
  state: ListState;
  routes: readonly Route[];
}

export const TraceFilters = ({ state, routes }: TraceFiltersProps) => (
  <>
    <FilterSelect
      state={state}
      name="environment"
      label="Environment"
      all="All environments"
      options={environments}
    />
    <FilterSelect state={state} name="status" label="Status" all="Any status" options={classes} />
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

/** Only what the operation knows; an address may carry other words. */
export function traceQuery(state: ListState, routes: readonly Route[]) {
  const environment = environments.find((one) => one === state.filter('environment'));
  const status = classes.find((one) => one === state.filter('status'));
  const code = codes.find((one) => one === state.filter('code'));
  const route = routes.find(({ name }) => name === state.filter('route'));
  return {
    ...(environment ? { environment } : {}),
    ...(status ? { status_class: Number(status.charAt(0)) } : {}),
    ...(code ? { code } : {}),
    ...(route ? { route_id: route.id } : {}),
  };
}

/** Opens a trace by the id that the answer carried. */
export function FindTrace({ onFind }: { onFind: (requestId: string) => void }) {
  const [typed, setTyped] = useState('');
  return (
    <form
      className="flex min-w-0 grow gap-2 sm:max-w-md"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') onFind(typed.trim());
      }}
    >
      <Input
        aria-label="Request id"
        placeholder="Request id (X-Request-Id of the answer)"
        mono
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit">
        <Search aria-hidden />
        Find
      </Button>
    </form>
  );
}
