import {
  checkAuthorization,
  createRole,
  createRoute,
  putCallout,
  putTenant,
  updateApp,
} from '@aegis/contracts';
import type { z } from 'zod';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

type Question = z.input<typeof checkAuthorization.body>;

describe('what may this caller do', () => {
  let world: RefusalWorld;
  let app_id: string;
  beforeAll(async () => {
    world = await startWorld();
    const app = await newApp(world);
    app_id = app.id;
    const role = (body: { name: string; permissions: string[]; inherits?: string[] }) =>
      world.company.owner.call(createRole, { params: { app_id }, body });
    await role({ name: 'viewer', permissions: ['orders.**:read'] });
    await role({ name: 'clerk', permissions: ['orders:write'], inherits: ['viewer'] });
    await role({ name: 'admin', permissions: ['**:*', '!orders:purge'], inherits: ['clerk'] });
    const put = (tenant: string, body: object) =>
      world.company.owner.call(putTenant, { params: { app_id, tenant }, body });
    await put('acme', {
      users: [
        { id: 'ann', roles: ['clerk'] },
        { id: 'root', roles: ['admin'] },
      ],
    });
    await put('late', { status: 'suspended' });
  });
  afterAll(() => world.app.close());

  const check = async (body: object) =>
    (
      await world.company.owner.call(checkAuthorization, {
        params: { app_id },
        body: 'path' in body ? (body as Question) : { permission: 'orders:read', ...body },
      })
    ).data;
  const ann = { tenant: 'acme', user: 'ann' };

  it('a granted role decides, and the way to it is told', async () => {
    expect(await check({ ...ann, permission: 'orders.7:read' })).toEqual({
      verdict: 'allowed',
      asks_backend: false,
      reasons: [
        {
          effect: 'allow',
          pattern: 'orders.**:read',
          source: 'granted_role',
          role: 'viewer',
          through: ['clerk', 'viewer'],
        },
      ],
      tenant: { known: true, status: 'active' },
      roles: ['clerk', 'viewer'],
    });
  });

  it('a deny wins, and is told', async () => {
    const answer = await check({ tenant: 'acme', user: 'root', permission: 'orders:purge' });
    expect(answer).toMatchObject({ verdict: 'denied', refusal: 'permission_denied' });
    expect(answer.reasons.find(({ effect }) => effect === 'deny')).toMatchObject({
      pattern: '!orders:purge',
      role: 'admin',
    });
  });

  it('is open where nothing speaks about it', async () => {
    expect(await check({ ...ann, permission: 'invoices:read' })).toMatchObject({
      verdict: 'open',
      refusal: 'permission_denied',
      reasons: [],
    });
  });

  it('scopes of a key cap the token beside it, and decide alone', async () => {
    const capped = await check({ ...ann, key_scopes: ['orders:read'], permission: 'orders:write' });
    expect(capped).toMatchObject({ verdict: 'denied' });
    expect(await check({ ...ann, key_scopes: ['orders:*'], permission: 'orders:write' })).toMatchObject({
      verdict: 'allowed',
    });
    expect(await check({ tenant: 'acme', key_scopes: ['orders:read'] })).toMatchObject({
      verdict: 'allowed',
    });
  });

  it('roles of the token count only where the app trusts them', async () => {
    const claims = { tenant: 'acme', user: 'bob', token_roles: ['viewer', 'unheard-of'] };
    expect(await check(claims)).toMatchObject({ verdict: 'allowed', roles: ['viewer'] });
    const settings = (trust_token_roles: boolean) =>
      world.company.owner.call(updateApp, {
        params: { id: app_id },
        body: { settings: { path: {}, api_key: {}, authorization: { trust_token_roles } } },
      });
    await settings(false);
    expect(await check(claims)).toMatchObject({ verdict: 'open', roles: [] });
    await settings(true);
  });

  it('tells what stands against the tenant', async () => {
    expect(await check({ tenant: 'late', user: 'ann' })).toMatchObject({ refusal: 'tenant_suspended' });
    const tenancy = (required: boolean, unknown: 'refuse' | 'serve') =>
      world.company.owner.call(updateApp, {
        params: { id: app_id },
        body: { settings: { path: {}, api_key: {}, tenancy: { required, unknown } } },
      });
    await tenancy(true, 'refuse');
    expect(await check({ user: 'ann' })).toMatchObject({ refusal: 'tenant_required' });
    expect(await check({ tenant: 'nobody' })).toMatchObject({
      refusal: 'unknown_tenant',
      tenant: { known: false },
    });
    await tenancy(false, 'serve');
  });

  it('a call is judged by the route that takes it', async () => {
    const route = (body: object) =>
      world.company.owner.call(createRoute, { params: { app_id }, body: { auth: 'jwt', ...body } as never });
    await route({ name: 'order', path: '/orders/:id', permission: 'orders.:id:read' });
    await route({ name: 'place', path: '/orders', methods: ['POST'], permission: 'orders:write' });
    await route({ name: 'off', path: '/off', permission: 'orders:purge', authorize: 'off' });
    await route({ name: 'backend', path: '/b/:id', permission: 'b.:id:read', authorize: 'callout' });
    await route({
      name: 'both',
      path: '/both',
      permission: 'invoices:read',
      authorize: 'grants_then_callout',
    });
    expect(await check({ ...ann, path: '/orders/7.1?x' })).toMatchObject({
      verdict: 'allowed',
      route: { name: 'order', permission: 'orders.:id:read' },
      asks_backend: false,
    });
    expect(await check({ ...ann, path: '/orders', method: 'POST' })).toMatchObject({
      route: { name: 'place' },
    });
    expect(await check({ ...ann, path: '/off' })).toMatchObject({
      verdict: 'allowed',
      route: { name: 'off' },
    });
    expect(await check({ ...ann, path: '/elsewhere' })).toMatchObject({ route: { name: 'everything' } });
    expect(await check({ ...ann, path: '/b/1' })).toMatchObject({ refusal: 'authorize_unavailable' });
    expect(await check({ ...ann, path: '/both' })).toMatchObject({ refusal: 'permission_denied' });
    await world.company.owner.call(putCallout, {
      params: { app_id, environment: 'production' },
      body: { url: 'http://localhost:4000/aegis/authorize' },
    });
    const asked = await check({ ...ann, path: '/b/1' });
    expect(asked).toMatchObject({ verdict: 'open', asks_backend: true });
    expect(asked).not.toHaveProperty('refusal');
    expect(await check({ ...ann, path: '/b/1', environment: 'staging' })).toMatchObject({
      refusal: 'authorize_unavailable',
    });
    expect(await check({ ...ann, path: '/b/1', key_scopes: ['orders:read'] })).toMatchObject({
      refusal: 'permission_denied',
      asks_backend: false,
    });
    expect(await check({ ...ann, path: '/both' })).toMatchObject({ asks_backend: true });
    expect(await check({ tenant: 'acme', user: 'root', path: '/both' })).toMatchObject({
      verdict: 'allowed',
      asks_backend: false,
    });
    expect(await check({ tenant: 'late', user: 'ann', path: '/b/1' })).toMatchObject({
      refusal: 'tenant_suspended',
    });
  });

  it.each([
    ['neither permission nor path', {}],
    ['both', { permission: 'orders:read', path: '/orders' }],
  ])('422 %s', async (_, body) => {
    const answer = await world.company.owner.send(checkAuthorization, { params: { app_id }, body });
    expectRefusal(answer, 'invalid_input', '/permission');
  });

  describeRefusals(
    () => world,
    checkAuthorization,
    () => ({ params: { app_id }, body: { permission: 'orders:read' } }),
  );
});
