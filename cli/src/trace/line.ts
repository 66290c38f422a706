import type { SampleSummary } from '@aegis/contracts';
import { printable, styled } from '../terminal/printable.ts';

const pad = (part: number, width = 2): string => String(part).padStart(width, '0');
const METHOD_WIDTH = 6;

/** Time of day in the reader's own zone, to the millisecond. */
function time(at_ms: number): string {
  const date = new Date(at_ms);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part)).join(':');
  return `${clock}.${pad(date.getMilliseconds(), 3)}`;
}

function colour(status: number): 'red' | 'yellow' | 'green' {
  if (status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}

/** One request of the live log on one line. */
export function logLine(one: SampleSummary): string {
  const tail = [one.code, one.environment, one.tenant].filter((text) => text !== undefined).map(printable);
  return [
    styled('dim', time(one.at_ms)),
    styled(colour(one.status), String(one.status)),
    `${printable(one.method).padEnd(METHOD_WIDTH)} ${printable(one.path)}`,
    `${one.duration_ms} ms`,
    styled('dim', [...tail, one.request_id].join(' ')),
  ].join('  ');
}
