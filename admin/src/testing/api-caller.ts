import {
  type Answer,
  type CallInput,
  createClient,
  type Operation,
  type Problem,
  pathOf,
} from '@aegis/contracts';
import type { z } from 'zod';

/** A raw request to an operation: whatever a hostile client may send. */
export interface RawInput {
  params?: object;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface RawAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined for an empty answer. */
  body: unknown;
  /** The body, when the answer is a refusal. */
  problem: Partial<Problem>;
}

/** One identity that calls the API. */
export interface ApiCaller {
  headers: Record<string, string>;
  /** Calls by contract, typed. @throws ProblemError on a refusal */
  call: <O extends Operation>(operation: O, input?: CallInput<O>) => Promise<Answer<z.output<O['response']>>>;
  /** Sends whatever is given and returns whatever comes back. */
  send: (operation: Operation, input?: RawInput) => Promise<RawAnswer>;
  /** The same identity with other headers besides. */
  with: (headers: Record<string, string>) => ApiCaller;
}

export function apiCaller(url: string, headers: Record<string, string>): ApiCaller {
  const client = createClient({ baseUrl: url, headers: () => headers });
  return {
    headers,
    call: (operation, input) => client.call(operation, input),
    send: (operation, input) => send(url, headers, operation, input ?? {}),
    with: (more) => apiCaller(url, { ...headers, ...more }),
  };
}

async function send(
  url: string,
  headers: Record<string, string>,
  operation: Operation,
  input: RawInput,
): Promise<RawAnswer> {
  const search = new URLSearchParams(input.query).toString();
  const json: Record<string, string> = input.body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(
    `${url}/api/v1${pathOf(operation, input.params ?? {})}${search === '' ? '' : `?${search}`}`,
    {
      method: operation.method,
      headers: { ...json, ...headers, ...input.headers },
      ...(input.body === undefined
        ? {}
        : { body: typeof input.body === 'string' ? input.body : JSON.stringify(input.body) }),
    },
  );
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return {
    status: response.status,
    headers: response.headers,
    body,
    problem: (body ?? {}) as Partial<Problem>,
  };
}
