import type { QuotaPeriod } from './vocabulary.ts';

/** Calendar days and months of a time zone. The other side is lua/aegis/lib/calendar.lua. */

/** From a moment on (seconds since 1970), a zone's clocks show so many seconds more than UTC. */
export interface ZoneOffset {
  from: number;
  offset_s: number;
}

/** A calendar day or month: its name (`2026-11-22`, `2026-11`), first second, and the first one after it. */
export interface CalendarPeriod {
  name: string;
  starts: number;
  ends: number;
}

const DAY = 86_400;
/** How far ahead gateways are told of clocks that will be set. */
const AHEAD_YEARS = 10;

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a name that is no time zone */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether this is a time zone of the IANA database (`Europe/Vienna`, `UTC`). */
export function isTimeZone(zone: string): boolean {
  try {
    return /^[A-Za-z0-9_+/-]{1,64}$/.test(zone) && formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

function offsetAt(zone: string, moment: number): number {
  const parts = formatOf(zone).formatToParts(moment * 1_000);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown / 1_000 - moment;
}

/** The first second of (`before`, `after`] at which the offset is no longer that of `before`. */
function changeBetween(zone: string, before: number, after: number): number {
  const old = offsetAt(zone, before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** The zone's offsets from a month before `now` until ten years ahead, oldest first. `now` in seconds since 1970. */
export function zoneOffsets(zone: string, now: number): ZoneOffset[] {
  const begin = Math.floor(now / DAY) * DAY - 32 * DAY;
  const offsets = [{ from: 0, offset_s: offsetAt(zone, begin) }];
  // Clocks are set at least a week apart, also around Ramadan.
  const step = 7 * DAY;
  for (let at = begin; at < begin + AHEAD_YEARS * 366 * DAY; at += step) {
    const after = offsetAt(zone, at + step);
    if (after !== offsets.at(-1)?.offset_s) {
      offsets.push({ from: changeBetween(zone, at, at + step), offset_s: after });
    }
  }
  return offsets;
}

/** The first moment at which the zone's clocks show this day (days since 1970). */
function startOf(zone: readonly ZoneOffset[], days: number): number {
  for (const [i, { from, offset_s }] of zone.entries()) {
    const found = Math.max(days * DAY - offset_s, i === 0 ? Number.NEGATIVE_INFINITY : from);
    if (found < (zone[i + 1]?.from ?? Number.POSITIVE_INFINITY)) return found;
  }
  throw new Error('a time zone without offsets');
}

/** The period that a moment falls into. @param now seconds since 1970 */
export function calendarPeriod(kind: QuotaPeriod, zone: readonly ZoneOffset[], now: number): CalendarPeriod {
  const offset = zone.findLast(({ from }) => from <= now) ?? zone[0];
  const days = Math.floor((now + (offset?.offset_s ?? 0)) / DAY);
  const date = new Date(days * DAY * 1_000);
  const daysOf = (month: number) => Date.UTC(date.getUTCFullYear(), month, 1) / 1_000 / DAY;
  const name = date.toISOString();
  return kind === 'day'
    ? { name: name.slice(0, 10), starts: startOf(zone, days), ends: startOf(zone, days + 1) }
    : {
        name: name.slice(0, 7),
        starts: startOf(zone, daysOf(date.getUTCMonth())),
        ends: startOf(zone, daysOf(date.getUTCMonth() + 1)),
      };
}
