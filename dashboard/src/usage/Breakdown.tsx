import { useQuery } from '@tanstack/react-query';
import { formatNumber, formatShare } from '../ui/format.ts';
import { Section } from '../ui/Page.tsx';
import { Loaded, Skeleton } from '../ui/States.tsx';
import { type BreakdownBy, usageQueries } from './queries.ts';
import { type RangeName, ranges } from './ranges.ts';

const titles: Record<BreakdownBy, string> = {
  app: 'By app',
  route: 'By route',
  key: 'By API key',
  tenant: 'By tenant',
  status: 'By status',
};

interface BreakdownProps {
  slug: string;
  range: RangeName;
  by: BreakdownBy;
  appId: string | undefined;
  /** Only what this tenant caused; by key alone. */
  tenant?: string;
}

/** Who caused the traffic, with bars to compare by eye. */
export function Breakdown({ slug, range, by, appId, tenant }: BreakdownProps) {
  const of = { ...(appId && { appId }), ...(tenant && { tenant }) };
  const query = useQuery(usageQueries.breakdown(slug, range, by, of));
  return (
    <Section title={titles[by]} lead={tenant && `Calls of ${ranges[range].words}`}>
      <Loaded query={query} skeleton={<Skeleton className="h-40" />}>
        {({ items }) => {
          const most = Math.max(1, ...items.map(({ requests }) => requests));
          if (items.length === 0) return <Nothing words={ranges[range].words} />;
          return (
            <ul className="flex min-h-40 flex-col gap-3">
              {items.map((item) => (
                <Bar key={item.value} item={item} most={most} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}

const Nothing = ({ words }: { words: string }) => (
  <p className="grid h-40 place-items-center text-faint">No requests in {words}.</p>
);

interface BarProps {
  item: { value: string; label: string; requests: number; errors: number };
  most: number;
}

const Bar = ({ item, most }: BarProps) => (
  <li>
    <div className="flex items-baseline justify-between gap-4">
      <span className="min-w-0 truncate">{item.label || 'none'}</span>
      <span className="shrink-0 tabular">
        {formatNumber(item.requests)}
        <span className="ml-2 text-xs text-faint">{formatShare(item.errors, item.requests)} errors</span>
      </span>
    </div>
    <svg
      className="mt-1.5 h-1 w-full overflow-hidden rounded-full"
      preserveAspectRatio="none"
      viewBox="0 0 100 1"
      aria-hidden
    >
      <rect width="100" height="1" className="fill-sunken" />
      <rect width={(item.requests / most) * 100} height="1" className="fill-accent" />
    </svg>
  </li>
);
