import type { FieldProblem } from '../../api/problems.ts';

/** What is wrong with a setting or something inside it; entries of a list are told by their line. */
export function messageAt(problems: readonly FieldProblem[], path: string): string | undefined {
  const found = problems.find(({ field }) => field === path || field.startsWith(`${path}.`));
  if (!found) return undefined;
  const index = /^\.(\d+)/.exec(found.field.slice(path.length))?.[1];
  const message = readable(found.message);
  return index === undefined ? message : `Line ${Number(index) + 1}: ${message}`;
}

/** A regular expression tells the reader nothing; the hint beside the field does. */
const readable = (message: string): string =>
  message.startsWith('must match pattern') ? 'not of the form that is described here.' : message;
