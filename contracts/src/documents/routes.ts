import { z } from 'zod';
import { routeCost } from '../limit-parameters.ts';
import { HttpMethod, RouteAuth, RouteAuthorization } from '../vocabulary.ts';
import { PluginUse } from './plugin.ts';

export const MAX_ROUTES_PER_APP = 5_000;

export const RouteRecord = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** Empty: every method. GET answers HEAD too. */
  methods: z.array(HttpMethod),
  /** `/orders/:id`, `/files/*` (the star only at the end, matches the rest including nothing). */
  path: z.string(),
  /** All that are present must hold. Names are lower case; an empty text asks for presence only. */
  conditions: z
    .strictObject({
      hosts: z.array(z.string()).optional(),
      headers: z.record(z.string(), z.string()).optional(),
      query: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  /** Higher wins; among equals the more specific pattern. */
  priority: z.int(),
  auth: RouteAuth,
  /** `resource:action`; may use the path's parameters (`orders.:id:read`). Absent: no permission asked. */
  permission: z.string().optional(),
  /** What decides over the permission. Absent: `grants_then_callout`. */
  authorize: RouteAuthorization.optional(),
  /** Name of an upstream of the request's environment. */
  upstream: z.string(),
  /** Literal prefix taken off the path before forwarding. */
  strip_prefix: z.string().optional(),
  limits: z.array(z.uuid()),
  ...routeCost,
  plugins: z.array(PluginUse),
});
export type RouteRecord = z.infer<typeof RouteRecord>;

/** `routes:<app id>` */
export const RoutesDocument = z.strictObject({ routes: z.array(RouteRecord).max(MAX_ROUTES_PER_APP) });
export type RoutesDocument = z.infer<typeof RoutesDocument>;
