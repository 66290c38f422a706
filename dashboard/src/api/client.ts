import {
  type Answer,
  type CallInput,
  createClient,
  type Me,
  type Operation,
  ProblemError,
  refresh,
} from '@aegis/contracts';
import type { z } from 'zod';

/** Slug of the company that a call is about; null for calls of the account or the platform. */
export type Scope = string | null;

/** Proof that a change comes from our own page; lives in memory, every reload asks for a new one. */
let csrfToken: string | undefined;

export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

function clientOf(scope: Scope) {
  return createClient({
    baseUrl: '',
    headers: () => ({
      ...(csrfToken === undefined ? {} : { 'x-csrf-token': csrfToken }),
      ...(scope === null ? {} : { 'aegis-customer': scope }),
    }),
  });
}

/** @throws ProblemError, UnreachableError */
export async function call<O extends Operation>(
  scope: Scope,
  operation: O,
  input?: CallInput<O>,
): Promise<Answer<z.output<O['response']>>> {
  try {
    return await clientOf(scope).call(operation, input);
  } catch (problem) {
    if (!isProblem(problem, 'csrf_failed')) throw problem;
    // Another tab may have renewed the session; one new proof, one more try.
    await resumeSession();
    return await clientOf(scope).call(operation, input);
  }
}

/** The signed-in account with a fresh proof for changes, or null for a visitor. @throws UnreachableError */
export async function resumeSession(): Promise<Me | null> {
  try {
    const { data } = await clientOf(null).call(refresh);
    keepCsrfToken(data.csrf_token);
    return data.me;
  } catch (problem) {
    if (isProblem(problem, 'not_signed_in')) return null;
    throw problem;
  }
}

export function isProblem(problem: unknown, code: string): problem is ProblemError {
  return problem instanceof ProblemError && problem.problem.code === code;
}
