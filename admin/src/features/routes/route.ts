import type { Liveness, Route, RouteBody } from '@aegis/contracts';
import type { z } from 'zod';

/** What a route's row keeps as JSON; the rest has columns, because lists, references and uniqueness need them. */
export type RouteSettings = Omit<RouteBody, 'name' | 'path' | 'upstream' | 'limits'>;

export interface StoredRoute {
  id: string;
  name: string;
  path: string;
  upstream: string;
  /** Names, in their order. */
  limits: string[];
  settings: RouteSettings;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const routeView = (row: StoredRoute, liveness: Liveness): z.output<typeof Route> => ({
  id: row.id,
  name: row.name,
  path: row.path,
  upstream: row.upstream,
  limits: row.limits,
  ...row.settings,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  liveness,
});
