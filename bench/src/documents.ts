import type { AppDocument, RouteRecord } from '@aegis/contracts';
import { type GatewayKeys, generateApiKey, parseApiKey } from '@aegis/contracts/node';
import { appDocument, hostDocuments, ids, platformDocument } from '@aegis/tests/documents';
import type { Publication } from '@aegis/tests/gateway-harness';

export const HOST = 'bench.localhost';

const limitId = '019aa000-0000-7000-8000-00000000d001';
const upstreamId = '019aa000-0000-7000-8000-00000000e001';
const keyId = '019aa000-0000-7000-8000-00000000f001';

export const ORIGIN = 'https://app.example';
const cors = {
  name: 'cors',
  settings: {
    origins: [ORIGIN],
    methods: ['GET'],
    headers: [],
    exposed_headers: [],
    credentials: false,
    max_age_seconds: 600,
  },
};
const ipRestriction = { name: 'ip_restriction', settings: { allow: ['127.0.0.0/8', '10.0.0.0/8'] } };

/** What is measured of the gateway: one route each, so that one gateway has them all. */
export const routes = {
  bare: { path: '/bare/:id', auth: 'none', limits: [], plugins: [] },
  full: { path: '/full/:id', auth: 'api_key', limits: [limitId], plugins: [] },
  cors: { path: '/cors/:id', auth: 'api_key', limits: [limitId], plugins: [cors] },
  ip_restriction: { path: '/ip/:id', auth: 'api_key', limits: [limitId], plugins: [ipRestriction] },
} as const satisfies Record<
  string,
  Pick<RouteRecord, 'path' | 'auth'> & { limits: string[]; plugins: unknown[] }
>;
export type RouteName = keyof typeof routes;

/** High enough that nothing is refused; it is counted and told all the same. */
const limit: AppDocument['limits'][string] = {
  id: limitId,
  name: 'bench',
  algorithm: 'sliding_window',
  amount: 1_000_000_000,
  period_ms: 60_000,
  by: ['key'],
  store: 'synced',
  on_store_failure: 'local',
};

function routeRecord(name: RouteName, index: number): RouteRecord {
  const id = `019aa000-0000-7000-8000-00000000b00${index + 1}`;
  return { id, name, methods: ['GET'], priority: 0, upstream: 'default', ...routes[name] };
}

function upstreams(port: number): Publication {
  const target = { scheme: 'http' as const, host: '127.0.0.1', port, path: '', weight: 1 };
  const upstream = {
    id: upstreamId,
    targets: [target],
    balance: 'weighted_round_robin' as const,
    timeouts: { connect_ms: 5_000, send_ms: 60_000, read_ms: 60_000 },
    host_header: 'upstream' as const,
    tls: { verify: true },
    retries: 1,
    buffer_requests: true,
  };
  return {
    kind: 'upstreams',
    id: ids.app,
    document: { environments: { production: { default: upstream } } },
  };
}

function apiKey(keys: GatewayKeys): { text: string; publication: Publication } {
  const text = generateApiKey(keys, 'production');
  const parsed = parseApiKey(keys, text);
  if (!parsed.ok) throw new Error('a key of our own making is malformed');
  const document = {
    id: keyId,
    app_id: ids.app,
    environment: 'production',
    status: 'active',
    limits: [],
  } as const;
  return { text, publication: { kind: 'key', id: parsed.hash, document: { ...document, limits: [] } } };
}

/** One app with a route per subject. @returns what to publish, and the API key that the routes ask for */
export function benchDocuments(
  keys: GatewayKeys,
  upstreamPort: number,
): { documents: Publication[]; key: string } {
  const { text, publication } = apiKey(keys);
  const names = Object.keys(routes) as RouteName[];
  const documents: Publication[] = [
    platformDocument(),
    appDocument({ slug: 'bench', limits: { [limitId]: limit } }),
    ...hostDocuments({ [HOST]: { app_id: ids.app, environment: 'production' } }),
    { kind: 'routes', id: ids.app, document: { routes: names.map(routeRecord) } },
    upstreams(upstreamPort),
    publication,
  ];
  return { documents, key: text };
}
