import { classes } from '../../ui/classes.ts';
import { formatNumber, formatShare } from '../../ui/format.ts';

interface UsageBarProps {
  label: string;
  used: number;
  amount: number;
}

const toneOf = (used: number, amount: number) =>
  used >= amount ? 'bg-bad' : used * 100 >= amount * 80 ? 'bg-warn' : 'bg-accent';

/** How much of an amount is used, also above it. */
export function UsageBar({ label, used, amount }: UsageBarProps) {
  const width = Math.min(100, (used * 100) / amount);
  const over = used > amount ? `, ${formatNumber(used - amount)} above it` : '';
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="min-w-0 truncate font-medium">{label}</span>
        <span className="tabular text-soft">
          {formatNumber(used)} of {formatNumber(amount)} ({formatShare(used, amount)}
          {over})
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={amount}
        aria-valuenow={Math.min(used, amount)}
        aria-valuetext={`${formatNumber(used)} of ${formatNumber(amount)}`}
        className="h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={classes('h-full rounded-full', toneOf(used, amount))}
          style={{ width: `${width}%` }}
        />
      </div>
    </div>
  );
}
