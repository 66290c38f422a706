import type { StatusTone } from '../ui/Status.tsx';

/** Colour of an HTTP status. */
export function toneOfStatus(status: number): StatusTone {
  if (status >= 500) return 'bad';
  if (status >= 400) return 'warn';
  return 'good';
}
