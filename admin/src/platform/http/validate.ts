import type { Operation, Schema } from '@aegis/contracts';
import type { z } from 'zod';
import { type FieldError, Problem } from './problem.ts';

const escapePointer = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

function fieldErrors(issues: readonly z.core.$ZodIssue[], prefix: string): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...issue.path].map(escapePointer);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: `${prefix}/${[...path, escapePointer(key)].join('/')}`,
        message: 'is not a field of this operation',
      }));
    }
    return [{ pointer: path.length === 0 ? prefix : `${prefix}/${path.join('/')}`, message: issue.message }];
  });
}

function collect(schema: Schema, value: unknown, prefix: string, errors: FieldError[]): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  errors.push(...fieldErrors(result.error.issues, prefix));
  return undefined;
}

/** The input of one call, checked against its contract; all field errors at once. @throws Problem invalid_input */
export function validateInput(
  operation: Operation,
  input: { params: unknown; query: unknown; body: unknown },
): { params: unknown; query: unknown; body: unknown } {
  assertPlain(input.query);
  const errors: FieldError[] = [];
  const params = collect(operation.params, input.params, '', errors);
  // An id that cannot exist is an unknown thing, not a mistyped field.
  if (errors.length > 0) throw new Problem('not_found');
  const query = collect(operation.query, input.query, '', errors);
  const body = collect(operation.body, input.body, '', errors);
  if (errors.length > 0) throw new Problem('invalid_input', { errors });
  return { params, query, body };
}

const maxDepth = 32;

/** Refuses nesting that costs more to walk than it can mean, and the NUL character, which no text column takes. */
export function assertPlain(value: unknown, depth = 0): void {
  if (typeof value === 'string' && value.includes('\u0000')) {
    throw new Problem('bad_request', { detail: 'Texts cannot hold the character U+0000.' });
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= maxDepth)
    throw new Problem('bad_request', { detail: `The body nests deeper than ${maxDepth}.` });
  for (const [name, part] of Object.entries(value)) {
    assertPlain(name);
    assertPlain(part, depth + 1);
  }
}
