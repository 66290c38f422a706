import { z } from 'zod';
import type { Action, CustomerResource, OperatorResource } from './access.ts';
import type { ErrorCodeName } from './errors/index.ts';

/**
 * One operation of the admin API. The server validates and authorizes by it, the client is typed by it, and
 * OpenAPI and the docs page are generated from it.
 */
export type Access =
  | { kind: 'public' }
  /** A signed-in person (session or personal token); no company needed. */
  | { kind: 'account' }
  /** A member or token of the company that the request names. */
  | { kind: 'customer'; resource: CustomerResource; action: Action }
  | { kind: 'operator'; resource: OperatorResource; action: Action };

export type Schema = z.ZodType;

export interface Operation<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
  A extends Access = Access,
> {
  /** `<feature>.<verb>`, unique; the OpenAPI operationId. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, parameters as `:name`. */
  path: string;
  summary: string;
  description?: string;
  access: A;
  params: P;
  query: Q;
  body: B;
  response: R;
  status: 200 | 201 | 202 | 204;
  /** Codes beyond those that every operation may answer (see `commonErrors`). */
  errors: readonly ErrorCodeName[];
  /** Creating call: `Idempotency-Key` is honoured. */
  idempotent: boolean;
  /** Answers carry an ETag, and a change wants it back in `If-Match`. */
  versioned: boolean;
  /** Also reachable without the `/api/v1` prefix. */
  unprefixed: boolean;
}

export const None = z.strictObject({});
export const Empty = z.undefined();

type Definition<
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  R extends Schema,
  A extends Access,
> = Pick<Operation<P, Q, B, R, A>, 'id' | 'method' | 'path' | 'summary' | 'access'> &
  Partial<Omit<Operation<P, Q, B, R, A>, 'id' | 'method' | 'path' | 'summary' | 'access'>>;

/** Fills in what an operation does not say: no input, no output (204), no codes of its own. */
export function operation<
  P extends Schema = typeof None,
  Q extends Schema = typeof None,
  B extends Schema = typeof Empty,
  R extends Schema = typeof Empty,
  A extends Access = Access,
>(definition: Definition<P, Q, B, R, A>): Operation<P, Q, B, R, A> {
  return {
    params: None as unknown as P,
    query: None as unknown as Q,
    body: Empty as unknown as B,
    response: Empty as unknown as R,
    status: definition.response ? 200 : 204,
    errors: [],
    idempotent: false,
    versioned: false,
    unprefixed: false,
    ...definition,
  };
}

export const publicAccess = { kind: 'public' } as const satisfies Access;
export const accountAccess = { kind: 'account' } as const satisfies Access;
export const customerAccess = (
  resource: CustomerResource,
  action: Action,
): Extract<Access, { kind: 'customer' }> => ({
  kind: 'customer',
  resource,
  action,
});
export const operatorAccess = (
  resource: OperatorResource,
  action: Action,
): Extract<Access, { kind: 'operator' }> => ({
  kind: 'operator',
  resource,
  action,
});

/** Every list: `limit` (1–200, default 50), opaque `cursor`, free-text `search` (prefix), `sort` like `-created_at`. */
export const pageQuery = (sorts: readonly [string, ...string[]]) =>
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(500).optional(),
    search: z.string().trim().max(100).optional(),
    sort: z.enum([...sorts, ...sorts.map((sort) => `-${sort}`)] as [string, ...string[]]).optional(),
  });

export const page = <T extends Schema>(item: T) =>
  z.strictObject({
    items: z.array(item),
    /** Cursor of the next page. Absent on the last. */
    next: z.string().optional(),
  });

export const Id = z.uuid();
export const idParams = z.strictObject({ id: Id });
/** RFC 3339 moment in UTC. */
export const Moment = z.iso.datetime();
export const Name = z.string().trim().min(1).max(100);
/** Lower-case DNS label without `--`, so that `<slug>--staging` stays unambiguous. */
export const Slug = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[a-z0-9](?:-?[a-z0-9])*$/, 'lower-case letters, digits and single hyphens, not at the ends');
export const Email = z.email().max(254).toLowerCase();

/** RFC 9457 with our members. `errors` point into the input by JSON pointer (RFC 6901). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  fix: z.string().optional(),
  instance: z.string().optional(),
  request_id: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Where a saved change stands. Every versioned resource carries it, and `revisions.get` follows it. */
export const Liveness = z.strictObject({
  revision: z.int(),
  state: z.enum(['publishing', 'live', 'partly', 'refused']),
  live_on: z.int(),
  gateways: z.int(),
  /** Milliseconds from commit until the last gateway served it. Absent while not live everywhere. */
  took_ms: z.int().optional(),
  refusals: z.array(z.strictObject({ gateway: z.string(), document: z.string(), reason: z.string() })),
});
export type Liveness = z.infer<typeof Liveness>;
