import { checkAuthorization, createRole, putTenant, updateApp } from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { describeRefusals, type RefusalWorld } from '../../testing/refusals.ts';

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
        body: { permission: 'orders:read', ...body },
      })
    ).data;
  const ann = { tenant: 'acme', user: 'ann' };

  it('a granted role decides, and the way to it is told', async () => {
    expect(await check({ ...ann, permission: 'orders.7:read' })).toEqual({
      verdict: 'allowed',
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

  describeRefusals(
    () => world,
    checkAuthorization,
    () => ({ params: { app_id }, body: { permission: 'orders:read' } }),
  );
});
