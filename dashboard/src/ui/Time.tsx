import { formatAgo, formatMomentWithZone } from './format.ts';

/** How long ago; the exact moment with its zone on hover and for machines. */
export const Ago = ({ at }: { at: string }) => (
  <time dateTime={at} title={formatMomentWithZone(at)} className="whitespace-nowrap">
    {formatAgo(at)}
  </time>
);
