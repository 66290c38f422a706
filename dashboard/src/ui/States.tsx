import { type LucideIcon, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { explain } from '../api/problems.ts';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';

export const Skeleton = ({ className }: { className?: string }) => (
  <span className={classes('block rounded bg-hover animate-shimmer', className)} aria-hidden />
);

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** The next step. */
  action?: ReactNode;
}

export const Empty = ({ icon: Icon, title, children, action }: EmptyProps) => (
  <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
    <span className="grid size-10 place-items-center rounded-lg border border-line bg-sunken">
      <Icon className="size-5 text-faint" aria-hidden />
    </span>
    <div>
      <p className="font-medium">{title}</p>
      {children && <p className="mx-auto mt-1 max-w-sm text-soft text-balance">{children}</p>}
    </div>
    {action}
  </div>
);

/** Something could not be loaded: why, and a way to try again. */
export function Failure({ problem, retry }: { problem: unknown; retry: () => void }) {
  const { title, detail, requestId } = explain(problem);
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <div>
        <p className="font-medium">{title}</p>
        {detail && <p className="mx-auto mt-1 max-w-md text-soft">{detail}</p>}
        {requestId && <p className="mt-1 font-mono text-xs text-faint">{requestId}</p>}
      </div>
      <Button onClick={retry}>
        <RotateCw aria-hidden />
        Try again
      </Button>
    </div>
  );
}

interface Loading<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** What a query answers, or its skeleton, or its failure. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  query: Loading<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failure problem={query.error} retry={() => void query.refetch()} />;
  return (
    <div role="status" aria-label="Loading">
      {skeleton}
    </div>
  );
}
