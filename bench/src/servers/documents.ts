import type { AppDocument, HostsDocument, KeyDocument, RouteRecord } from '@aegis/contracts';
import { generateApiKey, parseApiKey } from '@aegis/contracts/node';
import { appDocument, hostDocuments, ids, platformDocument } from '@aegis/tests/documents';
import type { GatewayHarness, Publication } from '@aegis/tests/gateway-harness';
import { platformKeys } from '@aegis/tests/settings';
import {
  limit,
  nextId,
  route,
  routesDocument,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '@aegis/tests/traffic';

export const HOST = 'bench.localhost';

/** Of every platform that the benchmark starts. */
const keys = platformKeys().gateway;

/** The app of a gateway that is measured. */
export interface Setup {
  workers: number;
  /** Name → what its route is, beside the path `/<name>/:id`: one per subject. */
  routes: Record<string, Partial<RouteRecord>>;
  app?: Partial<AppDocument>;
  /** Hosts beside `HOST`. */
  hosts?: HostsDocument['hosts'];
  /** What else there is to publish. */
  documents?: Publication[];
  /** Done before the gateway starts, while Redis is empty. */
  fill?: (harness: GatewayHarness) => Promise<void>;
}

export const routePath = (name: string): string => `/${name}/:id`;

/** High enough that nothing is refused; it is counted and told all the same. */
export const wideLimit = (settings: Partial<AppDocument['limits'][string]> = {}) =>
  limit({ name: 'bench', amount: 1_000_000_000, period_ms: 60_000, by: ['key'], ...settings });

/** Key, synced limit, usage: what most routes in the field have. */
export const usualLimit = wideLimit();
export const usualRoute = {
  auth: 'api_key',
  limits: [usualLimit.id],
} as const satisfies Partial<RouteRecord>;

export function apiKey(settings: Partial<KeyDocument> = {}): { text: string; publication: Publication } {
  const text = generateApiKey(keys, 'production');
  const parsed = parseApiKey(keys, text);
  if (!parsed.ok) throw new Error('a key of our own making is malformed');
  const document: KeyDocument = {
    id: nextId(),
    app_id: ids.app,
    environment: 'production',
    status: 'active',
    limits: [],
    ...settings,
  };
  return { text, publication: { kind: 'key', id: parsed.hash, document } };
}

/** One app with the routes of a set-up, and the usual limit among its limits. */
export function appDocuments(setup: Setup, upstreamPort: number): Publication[] {
  const { routes, app = {}, hosts = {}, documents = [] } = setup;
  const records = Object.entries(routes).map(([name, settings]) =>
    route({ name, methods: ['GET'], path: routePath(name), ...settings }),
  );
  return [
    platformDocument(),
    appDocument({ slug: 'bench', ...app, limits: { [usualLimit.id]: usualLimit, ...app.limits } }),
    ...hostDocuments({ [HOST]: { app_id: ids.app, environment: 'production' }, ...hosts }),
    routesDocument(records),
    upstreamsDocument({ main: upstreamRecord([target(upstreamPort)]) }),
    ...documents,
  ];
}
