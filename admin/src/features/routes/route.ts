import { entitlements, type Liveness, type Route, type RouteBody } from '@aegis/contracts';
import type { z } from 'zod';
import type { PartKind } from '../app-access/index.ts';
import { limitNames } from '../limits/index.ts';
import { shownPlugins } from '../plugins/index.ts';

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

export type RouteView = z.output<typeof Route>;

export const routeKind: PartKind<StoredRoute, RouteView> = {
  table: 'routes',
  columns: `id, name, path, upstream, ${limitNames('limit_ids')}, settings, version, created_at, updated_at`,
  resource: 'route',
  word: 'route',
  document: 'routes',
  lists: {
    sorts: {
      name: { column: 'name', type: 'text' },
      path: { column: 'path', type: 'text' },
      created_at: { column: 'created_at', type: 'timestamptz' },
    },
    searchKeys: ['name'],
    search: ['path'],
  },
  most: { amount: entitlements.free.routes, words: 'routes' },
  clashes: { routes_name: 'The app has a route of this name.' },
  view: routeView,
  told: ({ name, path, upstream, limits, settings }) => ({
    ...{ name, path, upstream, limits },
    ...shownSettings(settings),
  }),
};

function shownSettings(settings: RouteSettings): RouteSettings {
  return { ...settings, plugins: shownPlugins(settings.plugins) };
}

function routeView(row: StoredRoute, liveness: Liveness): RouteView {
  return {
    id: row.id,
    name: row.name,
    path: row.path,
    upstream: row.upstream,
    limits: row.limits,
    ...shownSettings(row.settings),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    liveness,
  };
}
