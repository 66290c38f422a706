import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Skeleton } from './States.tsx';

export interface Column<T> {
  id: string;
  /** Empty for the column of row actions. */
  header: string;
  cell: (row: T) => ReactNode;
  /** Key of the operation's `sort`. */
  sort?: string;
  align?: 'right';
  /** Hidden below this width. */
  from?: 'sm' | 'md' | 'lg';
}

/** The last column: what can be done with a row. */
export const actionsColumn = <T,>(cell: (row: T) => ReactNode): Column<T> => ({
  id: 'actions',
  header: '',
  cell,
  align: 'right',
});

const shownFrom = {
  sm: 'hidden sm:table-cell',
  md: 'hidden md:table-cell',
  lg: 'hidden lg:table-cell',
} as const;

function cellClasses<T>({ align, from }: Column<T>): string {
  return classes('px-4', align === 'right' && 'text-right tabular', from && shownFrom[from]);
}

interface TableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  /** Undefined: not yet known. */
  rows: readonly T[] | undefined;
  rowKey: (row: T) => string;
  sort?: string;
  onSort?: (key: string) => void;
  stale?: boolean;
}

export function Table<T>({ label, columns, rows, rowKey, sort, onSort, stale }: TableProps<T>) {
  return (
    <div className={classes('relative overflow-x-auto transition-opacity', stale && 'opacity-60')}>
      <table className="w-full text-left" aria-label={label} aria-busy={rows === undefined}>
        <thead>
          <tr className="border-b border-line text-xs text-faint">
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined
            ? skeletonRows(columns)
            : rows.map((row) => (
                <tr
                  key={rowKey(row)}
                  className="border-b border-line last:border-0 transition-colors hover:bg-sunken"
                >
                  {columns.map((column) => (
                    <td key={column.id} className={classes(cellClasses(column), 'h-12 py-1.5')}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadCellProps<T> {
  column: Column<T>;
  sort: string | undefined;
  onSort: ((key: string) => void) | undefined;
}

function HeadCell<T>({ column, sort, onSort }: HeadCellProps<T>) {
  const direction = sort === column.sort ? 'ascending' : sort === `-${column.sort}` ? 'descending' : 'none';
  const key = column.sort;
  const look = classes(cellClasses(column), 'h-9 font-medium whitespace-nowrap');
  if (key === undefined || !onSort)
    return (
      <th scope="col" className={look}>
        {column.header || <span className="sr-only">Actions</span>}
      </th>
    );
  const Icon = direction === 'none' ? ChevronsUpDown : direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <th scope="col" className={look} aria-sort={direction}>
      <button
        type="button"
        onClick={() => onSort(key)}
        className="-mx-1.5 inline-flex items-center gap-1 rounded px-1.5 py-1 hover:bg-hover hover:text-ink"
      >
        {column.header}
        <Icon className="size-3" aria-hidden />
      </button>
    </th>
  );
}

const skeletonNumbers = [1, 2, 3, 4];

function skeletonRows<T>(columns: readonly Column<T>[]) {
  return skeletonNumbers.map((row) => (
    <tr key={row} className="border-b border-line last:border-0">
      {columns.map((column, index) => (
        <td key={column.id} className={classes(cellClasses(column), 'h-12')}>
          {column.header !== '' && <Skeleton className={index === 0 ? 'h-4 w-36' : 'h-4 w-16'} />}
        </td>
      ))}
    </tr>
  ));
}
