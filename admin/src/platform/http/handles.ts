import type { Operation } from '@aegis/contracts';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Call, Handler } from './call.ts';
import { Problem } from './problem.ts';
import { callState } from './request-state.ts';
import { validateInput } from './validate.ts';

export const OPERATION = Symbol('operation');
const API_PREFIX = '/api/v1';

const methods = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PUT: RequestMethod.PUT,
  PATCH: RequestMethod.PATCH,
  DELETE: RequestMethod.DELETE,
} as const;

/** Version named by `If-Match: "<version>"`. `*` and absence mean: any. */
export function ifMatchOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const match = /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim());
  // A tag that we never gave cannot be the current one.
  if (!match) throw new Problem('edited_meanwhile');
  return Number(match[1]);
}

/** `{}` to an operation without a body means the same as no body. */
function bodyOf(operation: Operation, body: unknown): unknown {
  const empty =
    body === null ||
    (typeof body === 'object' && body !== undefined && Object.keys(body as object).length === 0);
  return empty && operation.body.safeParse(undefined).success && !operation.body.safeParse(body).success
    ? undefined
    : body;
}

const CallParameter = createParamDecorator(
  (operation: Operation, context: ExecutionContext): Call<Operation> => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const input = { params: request.params, query: request.query, body: bodyOf(operation, request.body) };
    return {
      ctx: callState(request).ctx,
      ...validateInput(operation, input),
      ifMatch: ifMatchOf(request.headers['if-match']),
      cookie: (name: string) => request.cookies[name],
    } as Call<Operation>;
  },
);

/**
 * Binds a handler to its contract: route, guard, validation, status and answer all follow from the operation.
 * The handler takes one `Call` and returns the contract's response, or `reply(response, …)` with headers.
 */
export function Handles<O extends Operation>(operation: O) {
  return (target: object, key: string, descriptor: { value?: Handler<O> }): void => {
    const path = operation.path;
    CallParameter(operation)(target, key, 0);
    applyDecorators(
      RequestMapping({
        method: methods[operation.method],
        path: operation.unprefixed ? [API_PREFIX + path, path] : API_PREFIX + path,
      }),
      HttpCode(operation.status),
      SetMetadata(OPERATION, operation),
    )(target, key, descriptor);
  };
}

export const OPEN = Symbol('open');
/** A route outside the contracts that anybody may read: health, metrics, documentation, the local mailbox. */
export const Open = () => SetMetadata(OPEN, true);
