import {
  addGrant,
  createRole,
  createTenantTier,
  deleteTenant,
  deleteTenantUser,
  entitlements,
  getTenant,
  getTenantUser,
  listGrants,
  listTenants,
  listTenantUsers,
  putTenant,
  putTenantUser,
  removeGrant,
} from '@aegis/contracts';
import { tenantDocumentId, userDocumentId } from '@aegis/contracts/node';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('tenants', () => {
  let world: RefusalWorld;
  let published: PublishedView;
  beforeAll(async () => {
    world = await startWorld();
    published = new PublishedView();
  });
  afterAll(async () => {
    published.close();
    await world.app.close();
  });

  const owner = () => world.company.owner;
  const role = (appId: string, name: string) =>
    owner().call(createRole, { params: { app_id: appId }, body: { name, permissions: ['orders:read'] } });
  const app = async () => {
    const { id } = await newApp(world);
    for (const name of ['viewer', 'admin']) await role(id, name);
    return id;
  };
  const put = async (appId: string, tenant: string, body: object = {}) =>
    (await owner().call(putTenant, { params: { app_id: appId, tenant }, body })).data;
  const putUser = async (appId: string, user: string, body: object = {}) =>
    (await owner().call(putTenantUser, { params: { app_id: appId, tenant: 'acme', user }, body })).data;
  const acme = async () => {
    const app_id = await app();
    await put(app_id, 'acme');
    return { app_id, tenant: 'acme' };
  };
  const ann = async () => {
    const at = await acme();
    await putUser(at.app_id, 'ann', { roles: ['viewer'] });
    return { ...at, user: 'ann' };
  };
  const content = async (name: string, revision: number) => {
    await published.until(revision);
    return (await published.document(name))?.content;
  };

  describe('by the id that the customer chose', () => {
    it('are made at sign-up by one call that may be repeated', async () => {
      const app_id = await app();
      const body = {
        name: 'Acme Ltd',
        metadata: { region: 'eu' },
        users: [{ id: 'ann', roles: ['viewer'] }],
      };
      const first = await put(app_id, 'acme', body);
      expect(first).toMatchObject({
        id: 'acme',
        name: 'Acme Ltd',
        status: 'active',
        metadata: { region: 'eu' },
      });
      const again = await put(app_id, 'acme', body);
      expect(again.created_at).toBe(first.created_at);
      const users = await owner().call(listTenantUsers, { params: { app_id, tenant: 'acme' } });
      expect(users.data.items.map(({ id, roles }) => [id, roles])).toEqual([['ann', ['viewer']]]);
    });

    it('are only made with If-Match "0"', async () => {
      const params = { app_id: await app(), tenant: 'acme' };
      const make = () => owner().send(putTenant, { params, body: {}, headers: { 'if-match': '"0"' } });
      expect((await make()).status).toBe(200);
      expectRefusal(await make(), 'conflict');
    });

    it('keep what a later call does not name', async () => {
      const app_id = await app();
      await owner().call(createTenantTier, { params: { app_id }, body: { name: 'gold' } });
      await put(app_id, 'acme', {
        name: 'Acme Ltd',
        tier: 'gold',
        status: 'suspended',
        metadata: { a: 'b' },
      });
      expect(await put(app_id, 'acme', {})).toMatchObject({
        name: 'Acme Ltd',
        tier: 'gold',
        status: 'suspended',
        metadata: { a: 'b' },
      });
      const moved = await put(app_id, 'acme', { tier: null, status: 'active' });
      expect(moved).not.toHaveProperty('tier');
      expect(moved.status).toBe('active');
    });

    it.each(['a/b', 'ünïcødé ✓', '../..', 'x'.repeat(200), '%2f', 'a;b?c#d', 'a b'])(
      'may be called %j',
      async (id) => {
        const app_id = await app();
        expect((await put(app_id, id)).id).toBe(id);
        const { data } = await owner().call(getTenant, { params: { app_id, tenant: id } });
        expect(data.id).toBe(id);
      },
    );

    it.each([
      ['with a line break', 'a\nb'],
      ['that is too long', 'x'.repeat(201)],
      ['with a blank at its end', 'a '],
    ])('are nowhere %s', async (_, id) => {
      const params = { app_id: await app(), tenant: id };
      expectRefusal(await owner().send(putTenant, { params, body: {} }), 'not_found');
    });

    it('are found by the beginning of id and name, and by status and tier', async () => {
      const app_id = await app();
      await owner().call(createTenantTier, { params: { app_id }, body: { name: 'gold' } });
      await put(app_id, 'T-100', { name: 'Globex', tier: 'gold' });
      await put(app_id, 't-200', { name: 'Acme', status: 'suspended' });
      const found = async (query: object) =>
        (await owner().call(listTenants, { params: { app_id }, query })).data.items.map(({ id }) => id);
      expect(await found({ search: 't-' })).toEqual(['T-100', 't-200']);
      expect(await found({ search: 'glo' })).toEqual(['T-100']);
      expect(await found({ status: 'suspended' })).toEqual(['t-200']);
      expect(await found({ tier: 'gold' })).toEqual(['T-100']);
      expect(await found({ sort: 'name', limit: 1 })).toEqual(['t-200']);
    });
  });

  describe('in what is published', () => {
    it('are one small document each; the first one also tells the app', async () => {
      const app_id = await app();
      const first = await put(app_id, 'acme');
      const name = `tenant:${tenantDocumentId(app_id, 'acme')}`;
      expect(await content(name, first.liveness.revision)).toEqual({
        status: 'active',
        id: expect.any(String),
      });
      expect((await published.document(`app:${app_id}`))?.content).toMatchObject({
        tenancy: { required: false, unknown: 'serve', tiers: {} },
      });
      const second = await put(app_id, 'globex');
      await published.until(second.liveness.revision);
      const change = (await published.changes()).find(({ revision }) => revision >= second.liveness.revision);
      expect(change?.documents.map((document) => document.name)).toEqual([
        `tenant:${tenantDocumentId(app_id, 'globex')}`,
      ]);
    });

    it('say at once that they are suspended or gone', async () => {
      const { app_id } = await acme();
      const name = `tenant:${tenantDocumentId(app_id, 'acme')}`;
      const suspended = await put(app_id, 'acme', { status: 'suspended' });
      expect(await content(name, suspended.liveness.revision)).toMatchObject({ status: 'suspended' });
      const facts = async () =>
        (await published.changes()).flatMap(({ documents }) =>
          documents.filter((document) => document.name === name).map(({ fact }) => fact),
        );
      expect(await facts()).toContain('suspended');
      const { revision } = await owner().call(deleteTenant, { params: { app_id, tenant: 'acme' } });
      expect(await content(name, revision ?? 0)).toEqual({ status: 'revoked' });
      expect(await facts()).toContain('revoked');
    });

    it('their users are a document each, with the ids of roles', async () => {
      const { app_id } = await ann();
      const [tenant] = await world.app.database.asPlatform('SELECT id FROM tenants WHERE app_id = $1', [
        app_id,
      ]);
      const name = `user:${userDocumentId(String(tenant?.id), 'ann')}`;
      const granted = await putUser(app_id, 'ann', { roles: ['viewer', 'admin'] });
      expect((await content(name, granted.liveness.revision))?.roles).toHaveLength(2);
      expect((await published.document(`app:${app_id}`))?.content).toMatchObject({
        authorization: { roles: true, grants: true },
      });
      const { revision } = await owner().call(deleteTenantUser, {
        params: { app_id, tenant: 'acme', user: 'ann' },
      });
      expect(await content(name, revision ?? 0)).toEqual({ roles: [] });
      expect((await published.document(`app:${app_id}`))?.content).toMatchObject({
        authorization: { grants: false },
      });
    });
  });

  describe('their users', () => {
    it('have exactly the roles that are named, and keep them when none are', async () => {
      const { app_id } = await ann();
      expect((await putUser(app_id, 'ann', { name: 'Ann' })).roles).toEqual(['viewer']);
      expect((await putUser(app_id, 'ann', { roles: ['admin'] })).roles).toEqual(['admin']);
      expect((await putUser(app_id, 'ann', { roles: [] })).roles).toEqual([]);
    });

    it('are granted and lose one role at a time; whoever granted it is named', async () => {
      const at = await acme();
      const params = { ...at, user: 'bob', role: 'admin' };
      await owner().call(addGrant, { params });
      expect((await owner().call(addGrant, { params })).data.roles).toEqual(['admin']);
      const grants = async (query: object = {}) =>
        (await owner().call(listGrants, { params: { app_id: at.app_id }, query })).data.items;
      expect(await grants({ role: 'admin' })).toEqual([
        {
          tenant: 'acme',
          user: 'bob',
          role: 'admin',
          granted_by: world.company.owner.email,
          granted_at: expect.any(String),
        },
      ]);
      expect(await grants({ role: 'viewer' })).toEqual([]);
      expect(await grants({ tenant: 'other' })).toEqual([]);
      await owner().call(removeGrant, { params });
      expect(await grants()).toEqual([]);
      expectRefusal(await owner().send(removeGrant, { params }), 'not_found');
    });

    it('422 a role that is not there, with nothing half done', async () => {
      const app_id = await app();
      const body = {
        users: [
          { id: 'ann', roles: ['viewer'] },
          { id: 'bob', roles: ['viewer', 'none'] },
        ],
      };
      const params = { app_id, tenant: 'acme' };
      expectRefusal(await owner().send(putTenant, { params, body }), 'invalid_input', '/users/1/roles/1');
      expectRefusal(await owner().send(getTenant, { params }), 'not_found');
    });

    it('409 more than a tenant may have', async () => {
      const { app_id } = await acme();
      await world.app.database.asPlatform(
        `INSERT INTO tenant_users (id, customer_id, app_id, tenant_id, external_id, name, document_id)
         SELECT gen_random_uuid(), customer_id, app_id, id, 'u' || n, '', app_id || 'u' || n
         FROM tenants, generate_series(1, $2) n WHERE app_id = $1`,
        [app_id, entitlements.free.users],
      );
      const params = { app_id, tenant: 'acme', user: 'one-more' };
      expectRefusal(await owner().send(putTenantUser, { params, body: {} }), 'entitlement_reached');
    });
  });

  it('422 a tier that is not there', async () => {
    const params = { app_id: await app(), tenant: 'acme' };
    expectRefusal(
      await owner().send(putTenant, { params, body: { tier: 'none' } }),
      'invalid_input',
      '/tier',
    );
  });

  const input = (params: () => Promise<Record<string, string>>, body?: object) => async () => ({
    params: await params(),
    ...(body && { body }),
  });
  const granted = async () => ({ ...(await ann()), role: 'viewer' });
  describeRefusals(
    () => world,
    listTenants,
    input(async () => ({ app_id: await app() })),
  );
  describeRefusals(() => world, putTenant, input(acme, {}));
  describeRefusals(() => world, getTenant, input(acme));
  describeRefusals(() => world, deleteTenant, input(acme));
  describeRefusals(() => world, listTenantUsers, input(acme));
  describeRefusals(() => world, putTenantUser, input(ann, {}));
  describeRefusals(() => world, getTenantUser, input(ann));
  describeRefusals(() => world, deleteTenantUser, input(ann));
  describeRefusals(
    () => world,
    listGrants,
    input(async () => ({ app_id: await app() })),
  );
  describeRefusals(() => world, addGrant, input(granted));
  describeRefusals(() => world, removeGrant, input(granted));
});
