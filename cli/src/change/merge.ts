import type { Operation } from '@aegis/contracts';
import { z } from 'zod';
import { usageError } from '../errors.ts';

/** Fields that are not undefined: a flag that was not given changes nothing. */
export function withoutAbsent(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** `name={…}` of repeated flags as one object. @throws FixableError when one is not JSON */
export function keyedJson(texts: string[] | undefined): Record<string, unknown> | undefined {
  return texts && Object.fromEntries(texts.map(entryOf));
}

function entryOf(text: string): [string, unknown] {
  const [, name, json] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  try {
    if (name !== undefined && json !== undefined) return [name, JSON.parse(json)];
  } catch {
    // falls through to the one explanation
  }
  throw usageError(
    `"${text}" is not name={…} with JSON.`,
    `For example: cors='{"origins":["https://shop.example"]}'`,
  );
}

/**
 * What a replacing call takes of a thing as it is now: a replacement wants the whole, so what the caller
 * does not name stays as it was.
 */
export function inputOf(operation: Operation, current: object): Record<string, unknown> {
  const { body } = operation;
  if (!(body instanceof z.ZodObject)) return { ...current };
  const known = new Set(Object.keys(body.shape));
  return Object.fromEntries(Object.entries(current).filter(([name]) => known.has(name)));
}

/** A day or moment as the API takes it: RFC 3339 in UTC. @throws FixableError for anything else */
export function moment(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    throw usageError(`"${text}" is not a day or moment.`, 'For example: 2027-01-31 or 2027-01-31T12:00:00Z');
  }
  return date.toISOString();
}
