import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export type StatusTone = 'good' | 'warn' | 'bad' | 'idle' | 'busy';

const dots: Record<StatusTone, string> = {
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
  idle: 'bg-faint',
  busy: 'bg-accent',
};
const badges: Record<StatusTone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  idle: 'bg-sunken text-soft',
  busy: 'bg-accent-soft text-accent',
};

/** Colour never stands alone: words go beside it. */
export const StatusDot = ({ tone, pulse }: { tone: StatusTone; pulse?: boolean }) => (
  <span className="relative inline-flex size-2 shrink-0" aria-hidden>
    {pulse && <span className={classes('absolute inset-0 rounded-full animate-ping-slow', dots[tone])} />}
    <span className={classes('relative size-2 rounded-full', dots[tone])} />
  </span>
);

export const Badge = ({ tone = 'idle', children }: { tone?: StatusTone; children: ReactNode }) => (
  <span
    className={classes(
      'inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
      badges[tone],
    )}
  >
    {children}
  </span>
);

/** A word of the machine: method, name, scope. */
export const Tag = ({ children }: { children: ReactNode }) => (
  <span className="inline-flex items-center rounded border border-line bg-sunken px-1.5 py-px font-mono text-2xs text-soft whitespace-nowrap">
    {children}
  </span>
);
