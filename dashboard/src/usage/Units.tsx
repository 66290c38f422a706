import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../ui/format.ts';
import { Section } from '../ui/Page.tsx';
import { usageQueries } from './queries.ts';
import type { RangeName } from './ranges.ts';

interface UnitsProps {
  slug: string;
  range: RangeName;
  appId: string | undefined;
}

/** What backends reported of themselves. Most companies meter nothing, and see nothing here. */
export function Units({ slug, range, appId }: UnitsProps) {
  const { data } = useQuery(usageQueries.units(slug, range, appId));
  if (!data || data.items.length === 0) return null;
  return (
    <Section title="Metered units">
      <dl className="grid gap-4 sm:grid-cols-3">
        {data.items.map(({ unit, amount }) => (
          <div key={unit}>
            <dt className="truncate text-xs text-soft">{unit}</dt>
            <dd className="tabular text-lg font-semibold">{formatNumber(amount)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
