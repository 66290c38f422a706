import type { RouteRecord } from '@aegis/contracts';
import { appDocument } from '@aegis/tests/documents';
import type { Publication } from '@aegis/tests/gateway-harness';
import { nextId, route, target, upstreamRecord } from '@aegis/tests/traffic';

/** An app of its own with a route table of some size. */
export interface RouteTable {
  id: string;
  host: string;
  routes: number;
  documents: Publication[];
}

/** Equally long for every index. */
const pathOf = (index: number, parameter: string) =>
  `/v1/orders-${String(index).padStart(5, '0')}/${parameter}/items`;

/** Every route differs from the others in a literal segment. */
function recordsOf(amount: number): RouteRecord[] {
  return Array.from({ length: amount }, (_, index) =>
    route({ name: `route-${index}`, methods: ['GET'], path: pathOf(index, ':id') }),
  );
}

export function routeTable(routes: number, upstreamPort: number): RouteTable {
  const id = nextId();
  const upstreams = { production: { main: upstreamRecord([target(upstreamPort)]) } };
  return {
    id,
    host: `routes-${routes}.localhost`,
    routes,
    documents: [
      appDocument({ id, slug: `routes-${routes}` }),
      { kind: 'routes', id, document: { routes: recordsOf(routes) } },
      { kind: 'upstreams', id, document: { environments: upstreams } },
    ],
  };
}

/** As many requests as are wanted, to routes that lie evenly over the whole table. */
export function pathsOver({ routes }: RouteTable, wanted: number): string[] {
  return Array.from({ length: wanted }, (_, index) => pathOf(Math.floor((index * routes) / wanted), '42'));
}
