import type { UsagePoint } from '@aegis/contracts';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { formatBytes, formatCompact, formatMilliseconds, formatNumber, formatShare } from '../ui/format.ts';
import { Card, Section } from '../ui/Page.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Loaded, Skeleton } from '../ui/States.tsx';
import type { ChartSeries } from '../ui/TimeChart.tsx';
import { Breakdown } from './Breakdown.tsx';
import { usageQueries } from './queries.ts';
import { isRange, type RangeName, ranges } from './ranges.ts';
import { Units } from './Units.tsx';

/** Drawing comes after the numbers: it is the heaviest part of the page. */
const TimeChart = lazy(async () => ({ default: (await import('../ui/TimeChart.tsx')).TimeChart }));
const chartPlace = <Skeleton className="h-[14.75rem]" />;

type Total = Omit<UsagePoint, 'at'>;

/** The range of the page lives in its address. */
function useRange() {
  const [params, setParams] = useSearchParams();
  const wanted = params.get('range') ?? '';
  const range: RangeName = isRange(wanted) ? wanted : '1h';
  const choose = (next: RangeName) =>
    setParams(
      (old) => {
        old.set('range', next);
        return old;
      },
      { replace: true, preventScrollReset: true },
    );
  return { range, choose };
}

const options = Object.entries(ranges).map(([value, { label }]) => ({ value: value as RangeName, label }));

/** Traffic of the company, or of one app. */
export function UsagePanel({ slug, appId }: { slug: string; appId?: string }) {
  const { range, choose } = useRange();
  const series = useQuery(usageQueries.series(slug, range, appId));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">Traffic</h2>
        <Segmented label="Range" value={range} options={options} onChange={choose} />
      </div>
      <Loaded query={series} skeleton={<PanelSkeleton />}>
        {({ points, total }) => (
          <>
            <Totals total={total} range={range} />
            <Charts points={points} range={range} />
          </>
        )}
      </Loaded>
      <div className="grid gap-4 lg:grid-cols-2">
        <Breakdown slug={slug} range={range} by={appId ? 'route' : 'app'} appId={appId} />
        <Breakdown slug={slug} range={range} by={appId ? 'key' : 'status'} appId={appId} />
      </div>
      <Units slug={slug} range={range} appId={appId} />
    </div>
  );
}

const PanelSkeleton = () => (
  <div className="flex flex-col gap-4">
    <Skeleton className="h-[4.9rem]" />
    <div className="grid gap-4 lg:grid-cols-2">
      <Skeleton className="h-[19.6rem]" />
      <Skeleton className="h-[19.6rem]" />
    </div>
  </div>
);

const milliseconds = (value: number | undefined) => (value === undefined ? '–' : formatMilliseconds(value));

function Totals({ total, range }: { total: Total; range: RangeName }) {
  const numbers: [string, string, string?][] = [
    ['Requests', formatNumber(total.requests)],
    [
      'Errors',
      formatShare(total.errors, total.requests),
      total.errors > 0 ? formatNumber(total.errors) : undefined,
    ],
    ['p50', milliseconds(total.p50_ms)],
    ['p95', milliseconds(total.p95_ms)],
    ['p99', milliseconds(total.p99_ms)],
    ['Sent', formatBytes(total.bytes_out)],
  ];
  return (
    <Card>
      <dl
        aria-label={`Sums of ${ranges[range].words}`}
        className="grid grid-cols-3 gap-px overflow-hidden rounded-lg bg-line lg:grid-cols-6"
      >
        {numbers.map(([name, value, note]) => (
          <div key={name} className="bg-surface px-4 py-3">
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="mt-0.5 text-lg font-semibold tracking-tight tabular">
              {value}
              {note && <span className="ml-1.5 text-xs font-normal text-faint">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Charts({ points, range }: { points: UsagePoint[]; range: RangeName }) {
  const times = useMemo(() => points.map(({ at }) => Date.parse(at) / 1000), [points]);
  const traffic = useMemo(
    (): ChartSeries[] => [
      { label: 'Requests', color: 'accent', fill: true, values: points.map(({ requests }) => requests) },
      { label: 'Errors', color: 'bad', values: points.map(({ errors }) => errors) },
    ],
    [points],
  );
  const latency = useMemo(
    (): ChartSeries[] => [
      { label: 'p50', color: 'accent', fill: true, values: points.map((one) => one.p50_ms ?? null) },
      { label: 'p95', color: 'ink-faint', values: points.map((one) => one.p95_ms ?? null) },
      { label: 'p99', color: 'ink-faint', dashed: true, values: points.map((one) => one.p99_ms ?? null) },
    ],
    [points],
  );
  const words = ranges[range].words;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Section title="Requests">
        <Suspense fallback={chartPlace}>
          <TimeChart
            label={`Requests and errors in ${words}`}
            times={times}
            series={traffic}
            format={formatCompact}
          />
        </Suspense>
      </Section>
      <Section title="Latency">
        <Suspense fallback={chartPlace}>
          <TimeChart
            label={`Latency in ${words}`}
            times={times}
            series={latency}
            format={formatMilliseconds}
          />
        </Suspense>
      </Section>
    </div>
  );
}
