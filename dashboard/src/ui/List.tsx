import { Search, SearchX } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type ListState, nextSort } from '../api/use-list-state.ts';
import { Button } from './Button.tsx';
import { Input } from './Input.tsx';
import { Card } from './Page.tsx';
import { Empty, Failure } from './States.tsx';
import { type Column, Table } from './Table.tsx';

interface PagesQuery<T> {
  data: { pages: readonly { items: readonly T[] }[] } | undefined;
  error: Error | null;
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

interface ListProps<T> {
  label: string;
  query: PagesQuery<T>;
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  state: ListState;
  /** Names of the filters in the address besides `search`; any of them set makes an empty list a "nothing found". */
  filterNames?: readonly string[];
  filters?: ReactNode;
  searchable?: boolean;
  empty: ReactNode;
}

/** A list of the API: search, sort, page by page, with what to see while empty, loading or failed. */
export function List<T>(props: ListProps<T>) {
  const { query, state, label, filters, searchable = true } = props;
  return (
    <Card>
      {(searchable || filters) && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line p-3">
          {searchable && (
            <SearchBox
              label={`Search: ${label}`}
              value={state.search}
              onChange={(search) => state.set({ search })}
            />
          )}
          {filters}
        </div>
      )}
      {query.error && !query.data ? (
        <Failure problem={query.error} retry={() => void query.refetch()} />
      ) : (
        <Rows {...props} />
      )}
    </Card>
  );
}

function Rows<T>({ label, query, columns, rowKey, state, filterNames = [], empty }: ListProps<T>) {
  const rows = query.data?.pages.flatMap((page) => page.items);
  if (rows?.length === 0) {
    const narrowed = ['search', ...filterNames].filter((name) => state.filter(name) !== '');
    if (narrowed.length === 0) return <>{empty}</>;
    const clear = () => state.set(Object.fromEntries(narrowed.map((name) => [name, ''])));
    return (
      <Empty icon={SearchX} title="Nothing found" action={<Button onClick={clear}>Clear the filters</Button>}>
        Nothing here matches what you searched for.
      </Empty>
    );
  }
  return (
    <>
      <Table
        label={label}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        sort={state.sort}
        onSort={(key) => state.set({ sort: nextSort(state.sort, key) })}
        stale={query.isPlaceholderData}
      />
      {query.hasNextPage && (
        <div className="flex justify-center border-t border-line p-3">
          <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Asks when the typing pauses, not at every letter. */
function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => latest.current(typed), 250);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <div className="relative min-w-40 flex-1 sm:max-w-72">
      <Search className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-faint" aria-hidden />
      <Input
        type="search"
        aria-label={label}
        placeholder="Search"
        className="pl-8.5"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}
