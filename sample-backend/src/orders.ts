import type { Data } from './data.ts';
import { type Exchange, type Identity, Refusal, readJson, sendJson } from './exchange.ts';

/**
 * The tenant whose data a request may see. The gateway knows it from the key or the token; a caller cannot choose,
 * because the gateway removes the header before it sets its own.
 */
function tenantOf(identity: Identity): string {
  if (!identity.tenant) {
    throw new Refusal(
      403,
      'This call needs a tenant: use a key that is bound to one (X-Aegis-Tenant is missing).',
    );
  }
  return identity.tenant;
}

export function listOrders({ response, identity }: Exchange, data: Data): void {
  const tenant = tenantOf(identity);
  sendJson(response, 200, { items: data.orders.filter((order) => order.tenant === tenant) });
}

export function getOrder({ response, identity, params }: Exchange, data: Data): void {
  const tenant = tenantOf(identity);
  const order = data.orders.find(({ id }) => id === params.id);
  // Another tenant's order is not there, rather than forbidden: its existence is nobody else's business.
  if (order?.tenant !== tenant) throw new Refusal(404, 'No such order.');
  sendJson(response, 200, order);
}

export async function createOrder({ request, response, identity }: Exchange, data: Data): Promise<void> {
  const tenant = tenantOf(identity);
  const { item, quantity } = await readJson(request);
  if (typeof item !== 'string' || item === '' || item.length > 100) {
    throw new Refusal(422, '`item` must be a text of 1 to 100 characters.');
  }
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1) {
    throw new Refusal(422, '`quantity` must be a whole number of at least 1.');
  }
  const own = data.orders.filter((order) => order.tenant === tenant).length;
  const order = { id: `${tenant.slice(0, 1)}-${own + 1}`, tenant, user: identity.user ?? '', item, quantity };
  data.orders.push(order);
  sendJson(response, 201, order);
}

export function listUsers({ response, identity }: Exchange, data: Data): void {
  const tenant = tenantOf(identity);
  sendJson(response, 200, { items: data.users.filter((user) => user.tenant === tenant) });
}

/** What the demo knows of the caller's own tenant. */
export function getTenant({ response, identity }: Exchange, data: Data): void {
  const tenant = data.tenants.find(({ id }) => id === tenantOf(identity));
  if (!tenant) throw new Refusal(404, 'The gateway names a tenant that this demo does not have.');
  sendJson(response, 200, tenant);
}
