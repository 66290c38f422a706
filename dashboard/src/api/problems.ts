import { errorCodes, type Problem, ProblemError, UnreachableError } from '@aegis/contracts';

/** What went wrong and what to do, in words for the reader. */
export interface Explanation {
  title: string;
  detail?: string;
  requestId?: string;
}

export function explain(problem: unknown): Explanation {
  if (problem instanceof ProblemError) return explainProblem(problem.problem, problem.retryAfter);
  if (problem instanceof UnreachableError)
    return { title: 'The server does not answer', detail: 'Check the connection and try again.' };
  return { title: 'Something went wrong in this page', detail: 'Reload it and try again.' };
}

function explainProblem(problem: Problem, retryAfter: number | undefined): Explanation {
  const fix = retryAfter === undefined ? fixOf(problem) : `Try again in ${retryAfter} s.`;
  const detail = [problem.detail, fix].filter((text) => text && text !== problem.title).join(' ');
  return {
    title: problem.title,
    ...(detail === '' ? {} : { detail }),
    ...(problem.status >= 500 && problem.request_id ? { requestId: problem.request_id } : {}),
  };
}

function fixOf(problem: Problem): string | undefined {
  if (problem.fix) return problem.fix;
  return Object.hasOwn(errorCodes, problem.code)
    ? errorCodes[problem.code as keyof typeof errorCodes].fix
    : undefined;
}

export interface FieldProblem {
  /** Path of the field as React Hook Form names it: `targets.0.url`. */
  field: string;
  message: string;
}

/** Field errors of an answer; a pointer of RFC 6901 becomes a field's path. */
export function fieldProblems(problem: unknown): FieldProblem[] {
  if (!(problem instanceof ProblemError)) return [];
  return (problem.problem.errors ?? []).map(({ pointer, message }) => ({
    field: pathOf(pointer),
    message,
  }));
}

function pathOf(pointer: string): string {
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}
