import { z } from 'zod';
import { customerAccess, Id, Liveness, Moment, operation } from '../operation.ts';
import { Permission, PermissionPattern } from '../permission.ts';
import { AuthorizeFailure, Environment, ExternalId, HttpMethod } from '../vocabulary.ts';
import { appParams } from './app-part.ts';
import { WebUrl } from './apps.ts';

/** The authorize callout: whom gateways ask where grants do not decide, per environment of an app. */

const calloutParams = z.strictObject({ app_id: Id, environment: Environment });

/** Longest time that an answer is good for, whoever says so. */
export const MAX_AUTHORIZE_TTL_S = 3_600;
/** Longest time after its end that an answer may be used while the backend is away. */
export const MAX_AUTHORIZE_STALE_S = 86_400;
/** Of an answer's body. */
export const MAX_AUTHORIZE_ANSWER_BYTES = 65_536;

const settings = {
  url: WebUrl,
  /** For the whole question, in milliseconds. */
  timeout_ms: z.int().min(50).max(5_000).default(500),
  /** How long an answer is good for when it does not say so itself. */
  allow_ttl_s: z.int().min(0).max(MAX_AUTHORIZE_TTL_S).default(60),
  deny_ttl_s: z.int().min(0).max(MAX_AUTHORIZE_TTL_S).default(10),
  /** What decides while the backend gives no answer. */
  on_failure: AuthorizeFailure.default('deny'),
  /** With `stale`. */
  max_stale_s: z.int().min(0).max(MAX_AUTHORIZE_STALE_S).default(3_600),
};
export const CalloutBody = z.strictObject({
  ...settings,
  /** Key of the signature. Absent: stays as it is; for a new callout one is made, and shown once. */
  secret: z
    .string()
    .regex(/^[\x21-\x7e]{32,500}$/, '32 to 500 printable characters without spaces')
    .optional(),
});
export type CalloutBody = z.infer<typeof CalloutBody>;

export const Callout = z.strictObject({
  environment: Environment,
  ...settings,
  created_at: Moment,
  updated_at: Moment,
  liveness: Liveness,
});
export type Callout = z.infer<typeof Callout>;

export const listCallouts = operation({
  id: 'authorize.list',
  method: 'GET',
  path: '/apps/:app_id/authorize',
  summary: 'Authorize callouts of an app, one per environment',
  access: customerAccess('authorize', 'read'),
  params: appParams,
  response: z.strictObject({ items: z.array(Callout) }),
});
export const getCallout = operation({
  id: 'authorize.get',
  method: 'GET',
  path: '/apps/:app_id/authorize/:environment',
  summary: 'The authorize callout of an environment',
  access: customerAccess('authorize', 'read'),
  params: calloutParams,
  response: Callout,
  versioned: true,
});
export const putCallout = operation({
  id: 'authorize.put',
  method: 'PUT',
  path: '/apps/:app_id/authorize/:environment',
  summary: 'Set or change the authorize callout of an environment; what was answered before is forgotten',
  access: customerAccess('authorize', 'write'),
  params: calloutParams,
  body: CalloutBody,
  response: Callout.extend({
    /** Only where it was made now; shown never again. */
    secret: z.string().optional(),
  }),
  versioned: true,
  errors: ['upstream_address_refused'],
});
export const deleteCallout = operation({
  id: 'authorize.delete',
  method: 'DELETE',
  path: '/apps/:app_id/authorize/:environment',
  summary: 'Remove the authorize callout of an environment; routes that only it decides are closed then',
  access: customerAccess('authorize', 'delete'),
  params: calloutParams,
});

export const PurgeBody = z
  .strictObject({
    /** External id. */
    tenant: ExternalId.optional(),
    /** With `tenant` only that user of it, else the user of every tenant. */
    user: ExternalId.optional(),
    /** Pattern; every answer about a permission that it may cover. */
    permission: PermissionPattern.optional(),
  })
  .refine(
    ({ tenant, user, permission }) => permission === undefined || (tenant ?? user) === undefined,
    'either a permission, or tenant and user, or nothing for everything',
  );
export type PurgeBody = z.infer<typeof PurgeBody>;

export const purgeDecisions = operation({
  id: 'authorize.purge',
  method: 'POST',
  path: '/apps/:app_id/authorize/:environment/purge',
  summary:
    'Make every gateway forget what the backend answered: of a tenant, a user, a permission, or all of it',
  description:
    'For your own backend, when rights change: a machine token with `decisions:delete`, limited to the app, is enough. Gateways follow within a second.',
  access: customerAccess('decisions', 'delete'),
  params: calloutParams,
  body: PurgeBody,
  response: z.strictObject({ liveness: Liveness }),
  errors: ['too_many_attempts'],
});

export const AuthorizeQuestion = z.strictObject({
  tenant_id: ExternalId.optional(),
  user_id: ExternalId.optional(),
  permission: Permission,
  method: HttpMethod.default('GET'),
  path: z.string().startsWith('/').max(2_000).default('/'),
  params: z.record(z.string().max(64), z.string().max(500)).optional(),
  roles: z.array(z.string().min(1).max(200)).max(100).default([]),
});

export const testCallout = operation({
  id: 'authorize.test',
  method: 'POST',
  path: '/apps/:app_id/authorize/:environment/test',
  summary: 'Ask the backend once, as a gateway would, and tell the signed question and what came back',
  access: customerAccess('authorize', 'write'),
  params: calloutParams,
  body: AuthorizeQuestion,
  response: z.strictObject({
    request: z.strictObject({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
    /** Absent: none came. */
    answer: z
      .strictObject({
        status: z.int(),
        headers: z.record(z.string(), z.string()),
        /** At most 64 KiB, as text. */
        body: z.string(),
      })
      .optional(),
    took_ms: z.int(),
    /** What a gateway would make of it. */
    verdict: z.enum(['allowed', 'denied', 'failed']),
    reason: z.string().optional(),
    /** How long a gateway would remember it. */
    ttl_s: z.int().optional(),
    permissions: z.array(z.string()).optional(),
    /** Why it is no answer. */
    problem: z.string().optional(),
  }),
  errors: ['too_many_attempts'],
});
export type CalloutTest = z.infer<(typeof testCallout)['response']>;

export const authorizeOperations = {
  listCallouts,
  getCallout,
  putCallout,
  deleteCallout,
  purgeDecisions,
  testCallout,
};
