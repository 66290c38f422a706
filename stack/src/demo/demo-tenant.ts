import { type Client, createRole, createRoute, listRoles, listRoutes, putTenant } from '@aegis/contracts';

const roles = [
  { name: 'viewer', description: 'Sees orders', permissions: ['orders:read'] },
  { name: 'clerk', description: 'Places orders too', permissions: ['orders:write'], inherits: ['viewer'] },
];

const routes = [
  {
    name: 'orders',
    path: '/orders/*',
    methods: ['GET' as const],
    auth: 'any' as const,
    permission: 'orders:read',
  },
  {
    name: 'place-orders',
    path: '/orders/*',
    methods: ['POST' as const],
    auth: 'any' as const,
    permission: 'orders:write',
  },
];

/**
 * The tenant that the demo's token names, its user `ann`, and what she may do: two roles, one of which she has, and two
 * routes that ask for their permissions.
 */
export async function demoTenant(api: Client, appId: string): Promise<void> {
  const params = { app_id: appId };
  const known = (await api.call(listRoles, { params, query: {} })).data.items.map(({ name }) => name);
  for (const body of roles) {
    if (!known.includes(body.name)) await api.call(createRole, { params, body });
  }
  const ann = { id: 'ann', name: 'Ann', roles: ['clerk'] };
  await api.call(putTenant, { params: { ...params, tenant: 'acme' }, body: { name: 'Acme', users: [ann] } });
  const there = (await api.call(listRoutes, { params, query: {} })).data.items.map(({ name }) => name);
  for (const body of routes) {
    if (!there.includes(body.name)) await api.call(createRoute, { params, body });
  }
}
