import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { classes } from './classes.ts';
import { useTheme } from './theme.ts';

/** Names of tokens. */
export type ChartColor = 'accent' | 'bad' | 'ink-faint';

export interface ChartSeries {
  label: string;
  color: ChartColor;
  values: (number | null)[];
  fill?: boolean;
  dashed?: boolean;
}

interface TimeChartProps {
  label: string;
  /** Seconds since 1970. */
  times: number[];
  series: readonly ChartSeries[];
  format: (value: number) => string;
  className?: string;
}

const height = 208;
const token = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const faded = (color: string, percent: number) => `color-mix(in oklch, ${color} ${percent}%, transparent)`;

/** Lines over time. The canvas says nothing to screen readers, so the sums are told in words beside it. */
export function TimeChart({ label, times, series, format, className }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const [cursor, setCursor] = useState<number | null>(null);
  const { shown } = useTheme();
  const latest = useRef({ times, series, format });
  latest.current = { times, series, format };
  const shape = series.map((one) => one.label).join('|');

  // A new theme or other lines need a new plot; new numbers do not.
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const plot = new uPlot(
      optionsOf(latest.current, box.clientWidth, setCursor),
      dataOf(latest.current),
      box,
    );
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height }));
    observer.observe(box);
    return () => {
      observer.disconnect();
      plot.destroy();
      chart.current = undefined;
    };
  }, [shape, shown]);

  useEffect(() => {
    chart.current?.setData(dataOf({ times, series }));
  }, [times, series]);

  return (
    <figure className={classes('flex min-w-0 flex-col gap-2', className)} aria-label={label}>
      <figcaption className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 text-xs text-soft">
        {series.map((one) => (
          <Legend key={one.label} one={one} format={format} at={cursor} />
        ))}
        {cursor !== null && times[cursor] !== undefined && (
          <span className="ml-auto tabular text-faint">{timeOf(times[cursor])}</span>
        )}
      </figcaption>
      <div ref={place} className="h-52 w-full overflow-hidden" aria-hidden />
    </figure>
  );
}

const timeOf = (seconds: number) =>
  new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

/** Days where the ticks are days or fall on midnight, the time of day elsewhere; in the reader's way of writing. */
const timeLabels: uPlot.Axis.DynamicValues = (_, ticks, __, ___, step) =>
  ticks.map((seconds) => {
    const at = new Date(seconds * 1000);
    const midnight = at.getHours() === 0 && at.getMinutes() === 0;
    return (step >= 86_400 || midnight ? calendar : clock).format(at);
  });

const strokes: Record<ChartColor, string> = {
  accent: 'stroke-accent',
  bad: 'stroke-bad',
  'ink-faint': 'stroke-faint',
};

interface LegendProps {
  one: ChartSeries;
  format: (value: number) => string;
  at: number | null;
}

function Legend({ one, format, at }: LegendProps) {
  const value = at === null ? undefined : one.values[at];
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg viewBox="0 0 14 2" className={classes('h-0.5 w-3.5', strokes[one.color])} aria-hidden>
        <path d="M0 1h14" strokeWidth="2" strokeDasharray={one.dashed ? '4 3' : undefined} />
      </svg>
      {one.label}
      {at !== null && (
        <span className="font-medium tabular text-ink">
          {value === null || value === undefined ? '–' : format(value)}
        </span>
      )}
    </span>
  );
}

type ChartData = Pick<TimeChartProps, 'times' | 'series'>;

const dataOf = ({ times, series }: ChartData): uPlot.AlignedData => [
  times,
  ...series.map((one) => one.values),
];

function optionsOf(
  { series, format }: Pick<TimeChartProps, 'times' | 'series' | 'format'>,
  width: number,
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: token('ink-faint'),
    font: '11px Geist, sans-serif',
    grid: { stroke: token('line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.15 : 1] } },
    axes: [
      { ...axis, grid: { show: false }, space: 70, size: 28, values: timeLabels },
      { ...axis, size: 56, space: 36, values: (_, ticks) => ticks.map(format) },
    ],
    series: [{}, ...series.map(lineOf)],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
  };
}

const known = (values: uPlot.AlignedData[number] | undefined): number =>
  [...(values ?? [])].filter((value) => value !== null).length;

function lineOf(one: ChartSeries): uPlot.Series {
  const color = token(one.color);
  return {
    label: one.label,
    stroke: color,
    width: 1.5,
    // A line needs two neighbours; where traffic is rare, points tell what there is.
    points: { show: (plot, index) => known(plot.data[index]) <= 40, size: 4, fill: color },
    ...(one.dashed ? { dash: [4, 4] } : {}),
    ...(one.fill ? { fill: faded(color, 12) } : {}),
  };
}
