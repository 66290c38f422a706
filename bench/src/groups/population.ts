import { randomBytes } from 'node:crypto';
import type { AppDocument, HostsDocument } from '@aegis/contracts';
import { tenantDocumentId } from '@aegis/contracts/node';
import { appDocument } from '@aegis/tests/documents';
import type { Publication } from '@aegis/tests/gateway-harness';
import { nextId, route, target, upstreamRecord } from '@aegis/tests/traffic';
import { apiKey, wideLimit } from '../servers/documents.ts';

/** How much there is on a platform. */
export interface Population {
  apps: number;
  keysPerApp: number;
  tenantsPerApp: number;
}

/** An app of many, with one API key that is used. */
export interface Inhabitant {
  id: string;
  host: string;
  key: string;
}

const hostOf = (index: number) => `app-${index}.localhost`;
const tenantOf = (index: number) => `tenant-${index}`;

export const hostsOf = (inhabitants: readonly Inhabitant[]): HostsDocument['hosts'] =>
  Object.fromEntries(
    inhabitants.map(({ host, id }) => [host, { app_id: id, environment: 'production' as const }]),
  );

export const inhabitantsOf = ({ apps }: Population): Inhabitant[] =>
  Array.from({ length: apps }, (_, index) => ({ id: nextId(), host: hostOf(index), key: '' }));

/** Each app with five routes, a limit, tenants and keys; one of the keys is a real one, which the inhabitant gets. */
export function* documentsOf(
  inhabitants: Inhabitant[],
  { keysPerApp, tenantsPerApp }: Population,
  upstreamPort: number,
): Generator<Publication> {
  for (const inhabitant of inhabitants) {
    yield* appOf(inhabitant.id, upstreamPort);
    for (let tenant = 0; tenant < tenantsPerApp; tenant += 1) {
      const id = tenantDocumentId(inhabitant.id, tenantOf(tenant));
      yield { kind: 'tenant', id, document: { status: 'active', id: nextId() } };
    }
    const real = apiKey({ app_id: inhabitant.id, tenant: tenantOf(0) });
    inhabitant.key = real.text;
    yield real.publication;
    for (let key = 1; key < keysPerApp; key += 1) {
      yield unusedKey(inhabitant.id, tenantOf(key % tenantsPerApp));
    }
  }
}

/** Nobody calls with it: its hash may be of anything. */
function unusedKey(app_id: string, tenant: string): Publication {
  const document = { id: nextId(), app_id, environment: 'production', status: 'active', tenant } as const;
  return { kind: 'key', id: randomBytes(32).toString('hex'), document: { ...document, limits: [] } };
}

function appOf(id: string, upstreamPort: number): Publication[] {
  const limit = wideLimit();
  const routes = ['orders', 'invoices', 'customers', 'items', 'events'].map((name) =>
    route({ name, methods: ['GET'], path: `/${name}/:id`, auth: 'api_key' }),
  );
  const settings: Partial<AppDocument> = {
    id,
    slug: `app-${id}`,
    limits: { [limit.id]: limit },
    applied_limits: [limit.id],
    tenancy: { required: true, unknown: 'refuse', tiers: {} },
  };
  const environments = { production: { main: upstreamRecord([target(upstreamPort)]) } };
  return [
    appDocument(settings),
    { kind: 'routes', id, document: { routes } },
    { kind: 'upstreams', id, document: { environments } },
  ];
}
