import type { z } from 'zod';
import type { Operation, Problem, Schema } from './operation.ts';

/** Typed calls to the admin API, for dashboard, CLI, stack and tests. */
export interface ClientOptions {
  /** Origin of the admin API or of the dashboard, without `/api/v1`. Empty in a browser: same origin. */
  baseUrl: string;
  /** Asked before every call: Authorization, Aegis-Customer, CSRF. */
  headers?: () => Record<string, string>;
  fetch?: typeof fetch;
}

type Part<Name extends string, S extends Schema> =
  undefined extends z.input<S>
    ? { [K in Name]?: z.input<S> }
    : Record<string, never> extends z.input<S>
      ? { [K in Name]?: z.input<S> }
      : { [K in Name]: z.input<S> };

export type CallInput<O extends Operation> = Part<'params', O['params']> &
  Part<'query', O['query']> &
  Part<'body', O['body']> & { idempotencyKey?: string; ifMatch?: string; signal?: AbortSignal };

export interface Answer<T> {
  data: T;
  /** ETag of a versioned resource. */
  etag: string | undefined;
  /** Revision that a change was published under (`Aegis-Revision`). */
  revision: number | undefined;
}

/** An answer of the API that is not a success. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly problem: Problem,
    /** Seconds of `Retry-After`. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem.detail ?? problem.title);
  }
}

/** No answer at all: the address is wrong or the service is away. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** The operation's path below `/api/v1` with its parameters filled in. */
export function pathOf(operation: Operation, params: object): string {
  return operation.path.replace(/:([a-z_]+)/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown>)[name])),
  );
}

function urlOf(baseUrl: string, operation: Operation, params: object, query: object): string {
  const path = pathOf(operation, params);
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return `${baseUrl}/api/v1${path}${text === '' ? '' : `?${text}`}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'internal_error',
  };
  const text = await response.text();
  try {
    return { ...fallback, ...(JSON.parse(text) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

const numberOf = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

export interface Client {
  call<O extends Operation>(operation: O, input?: CallInput<O>): Promise<Answer<z.output<O['response']>>>;
}

export function createClient(options: ClientOptions): Client {
  return {
    async call<O extends Operation>(operation: O, input?: CallInput<O>) {
      const given = (input ?? {}) as { params?: object; query?: object; body?: unknown } & CallInput<O>;
      const headers: Record<string, string> = { accept: 'application/json', ...options.headers?.() };
      if (given.body !== undefined) headers['content-type'] = 'application/json';
      if (given.idempotencyKey !== undefined) headers['idempotency-key'] = given.idempotencyKey;
      if (given.ifMatch !== undefined) headers['if-match'] = given.ifMatch;
      const url = urlOf(options.baseUrl, operation, given.params ?? {}, given.query ?? {});
      const init: RequestInit = { method: operation.method, headers, credentials: 'same-origin' };
      if (given.body !== undefined) init.body = JSON.stringify(given.body);
      if (given.signal) init.signal = given.signal;
      const response = await (options.fetch ?? fetch)(url, init).catch((cause: unknown) => {
        throw new UnreachableError(`no answer from ${options.baseUrl || 'the server'}`, { cause });
      });
      if (!response.ok)
        throw new ProblemError(await problemOf(response), numberOf(response.headers.get('retry-after')));
      const data = (response.status === 204 ? undefined : await response.json()) as z.output<O['response']>;
      return {
        data,
        etag: response.headers.get('etag') ?? undefined,
        revision: numberOf(response.headers.get('aegis-revision')),
      };
    },
  };
}
