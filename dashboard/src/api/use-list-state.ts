import { useSearchParams } from 'react-router';

export interface ListState {
  search: string;
  /** `name` or `-name`; empty text for the server's own order. */
  sort: string;
  filter: (name: string) => string;
  set: (changes: Record<string, string>) => void;
  /** For the operation's query: only what is set. */
  query: { search?: string; sort?: string };
}

/** Search, sort and filters of a list live in the address, so that a link shows the same list. */
export function useListState(): ListState {
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const sort = params.get('sort') ?? '';
  return {
    search,
    sort,
    filter: (name) => params.get(name) ?? '',
    set: (changes) => setParams((old) => changed(old, changes), { replace: true, preventScrollReset: true }),
    query: { ...(search ? { search } : {}), ...(sort ? { sort } : {}) },
  };
}

function changed(old: URLSearchParams, changes: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(old);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** First press sorts upwards, the second downwards. */
export const nextSort = (current: string, key: string): string => (current === key ? `-${key}` : key);
