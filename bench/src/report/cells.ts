import { type Estimate, isResolved, median } from '../measure/statistics.ts';
import type { Cell } from './model.ts';

/** Makers of cells. */
export const ratio = (estimate: Estimate): Cell => ({ kind: 'ratio', ...estimate });
export const microseconds = (estimate: Estimate): Cell => ({ kind: 'microseconds', ...estimate });
export const milliseconds = (estimate: Estimate): Cell => ({ kind: 'milliseconds', ...estimate });
export const count = (values: readonly number[]): Cell => ({ kind: 'count', value: median(values) });
export const bytes = (value: number): Cell => ({ kind: 'bytes', value });

const interval = ({ low, high }: Estimate, digits: number) =>
  `${low.toFixed(digits)} to ${high.toFixed(digits)}`;

/** A ratio is only claimed where the run can tell it. */
export function ratioText(estimate: Estimate): string {
  const bounds = interval(estimate, 2);
  return isResolved(estimate) ? `${estimate.value.toFixed(2)} (${bounds})` : `not resolved here (${bounds})`;
}

export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  switch (cell.kind) {
    case 'ratio':
      return ratioText(cell);
    case 'microseconds':
      return cell.value.toFixed(2);
    case 'milliseconds':
      return cell.low < cell.high ? `${cell.value.toFixed(3)} (${interval(cell, 3)})` : cell.value.toFixed(3);
    case 'bytes':
      return `${(cell.value / 2 ** 20).toFixed(1)} MiB`;
    case 'count':
      return Math.round(cell.value).toLocaleString('en');
  }
}
