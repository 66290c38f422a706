import type { Liveness } from '@aegis/contracts';
import { StatusDot } from '../ui/Status.tsx';
import { toneOf, wordsOf } from './words.ts';

/** Whether all gateways serve the latest state of a thing. */
export function LivenessBadge({ liveness, short }: { liveness: Liveness; short?: boolean }) {
  const tone = toneOf(liveness);
  const words = wordsOf(liveness);
  return (
    <span className="inline-flex items-center gap-2 text-xs text-soft" title={short ? words : undefined}>
      <StatusDot tone={tone} pulse={tone === 'busy'} />
      {short ? shortWords[liveness.state] : words}
    </span>
  );
}

const shortWords: Record<Liveness['state'], string> = {
  live: 'Live',
  partly: 'Partly live',
  publishing: 'Publishing',
  refused: 'Refused',
};
