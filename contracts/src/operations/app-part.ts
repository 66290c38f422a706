import { z } from 'zod';
import { Id, Liveness, Moment } from '../operation.ts';

/** What the parts of an app have in common: upstreams, routes, limits and their like. */

export const appParams = z.strictObject({ app_id: Id });
export const partParams = z.strictObject({ app_id: Id, id: Id });

/** A name by which other settings point to a thing. */
export const Reference = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits, - and _');

export const stamps = { id: Id, created_at: Moment, updated_at: Moment, liveness: Liveness };
