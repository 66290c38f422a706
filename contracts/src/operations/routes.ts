import { z } from 'zod';
import { MAX_COST } from '../limit-parameters.ts';
import { customerAccess, operation, page, pageQuery } from '../operation.ts';
import { RoutePermission } from '../permission.ts';
import { HttpMethod, RouteAuth, RouteAuthorization } from '../vocabulary.ts';
import { appParams, partParams, Reference, stamps } from './app-part.ts';
import { PluginSettings } from './app-plugins.ts';

/** Which requests an app takes, and what holds for them. */

/** Segments of unreserved characters and sub-delimiters, `:param`, or a final `*`. */
export const RoutePath = z
  .string()
  .max(1_000)
  .regex(
    /^(?:\/(?:[A-Za-z0-9._~!$&'()+,;=@-]+|:[A-Za-z][A-Za-z0-9_]{0,63}))*(?:\/\*|\/)?$/,
    'for example /orders/:id or /files/*',
  )
  .refine((path) => path.startsWith('/'), 'starts with /')
  .refine((path) => !/\/\.{1,2}(?:\/|$)/.test(path), 'no dot segments');
const headerName = z.string().regex(/^[a-z0-9-]{1,100}$/, 'lower-case letters, digits and hyphens');
const routeInput = {
  name: Reference,
  methods: z.array(HttpMethod).max(7).default([]),
  path: RoutePath,
  conditions: z
    .strictObject({
      hosts: z.array(z.hostname().max(253)).max(20).optional(),
      headers: z.record(headerName, z.string().max(500)).optional(),
      query: z.record(z.string().min(1).max(100), z.string().max(500)).optional(),
    })
    .optional(),
  priority: z.int().min(-1_000).max(1_000).default(0),
  auth: RouteAuth.default('api_key'),
  permission: RoutePermission.optional(),
  authorize: RouteAuthorization.default('grants_then_callout'),
  upstream: Reference.default('default'),
  strip_prefix: RoutePath.optional(),
  /** Names of limits. */
  limits: z.array(Reference).max(20).default([]),
  /** What each request counts in limits. */
  cost: z.int().min(0).max(MAX_COST).default(1),
  /** Header of the backend's answer that tells the cost; what is above `cost` is owed. */
  cost_header: z.strictObject({ name: headerName, remove: z.boolean().default(false) }).optional(),
  plugins: PluginSettings.default({}),
};
/** What the backend is asked about is the permission. */
function checkAuthorization(
  { authorize, permission }: { authorize: RouteAuthorization; permission?: string | undefined },
  context: z.RefinementCtx,
): void {
  if (authorize !== 'callout' || permission !== undefined) return;
  context.addIssue({
    code: 'custom',
    path: ['permission'],
    message: 'callout needs it: it is what is asked',
  });
}
export const RouteBody = z.strictObject(routeInput).superRefine(checkAuthorization);
export type RouteBody = z.infer<typeof RouteBody>;
export const Route = z.strictObject({ ...stamps, ...routeInput });
export type Route = z.infer<typeof Route>;

export const listRoutes = operation({
  id: 'routes.list',
  method: 'GET',
  path: '/apps/:app_id/routes',
  summary: 'Routes of an app',
  access: customerAccess('routes', 'read'),
  params: appParams,
  query: pageQuery(['name', 'path', 'created_at']),
  response: page(Route),
});
export const createRoute = operation({
  id: 'routes.create',
  method: 'POST',
  path: '/apps/:app_id/routes',
  summary: 'Add a route',
  access: customerAccess('routes', 'write'),
  params: appParams,
  body: RouteBody,
  response: Route,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'entitlement_reached'],
});
export const getRoute = operation({
  id: 'routes.get',
  method: 'GET',
  path: '/apps/:app_id/routes/:id',
  summary: 'One route',
  access: customerAccess('routes', 'read'),
  params: partParams,
  response: Route,
  versioned: true,
});
export const replaceRoute = operation({
  id: 'routes.replace',
  method: 'PUT',
  path: '/apps/:app_id/routes/:id',
  summary: 'Change a route',
  access: customerAccess('routes', 'write'),
  params: partParams,
  body: RouteBody,
  response: Route,
  versioned: true,
  errors: ['conflict'],
});
export const deleteRoute = operation({
  id: 'routes.delete',
  method: 'DELETE',
  path: '/apps/:app_id/routes/:id',
  summary: 'Remove a route',
  access: customerAccess('routes', 'delete'),
  params: partParams,
});

export const routeOperations = {
  listRoutes,
  createRoute,
  getRoute,
  replaceRoute,
  deleteRoute,
};
