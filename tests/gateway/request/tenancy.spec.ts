import type { AppDocument, RolesDocument, TenantDocument } from '@aegis/contracts';
import { tenantDocumentId, userDocumentId } from '@aegis/contracts/node';
import { appDocument, ids } from '../../src/gateway/documents.ts';
import type { Publication } from '../../src/gateway/publisher.ts';
import { issuer, issuersDocument, publicSigner, type Signer } from '../../src/gateway/tokens.ts';
import { limit, nextId, route, Scene } from '../../src/gateway/traffic.ts';

const GOLD = nextId();
const BASIC = nextId();
const burst = limit({ name: 'burst', amount: 1, by: ['tenant'], store: 'local' });
const roomy = limit({ name: 'roomy', amount: 50, by: ['tenant'] });

function app(settings: Partial<AppDocument> = {}): Publication {
  return appDocument({
    limits: { [burst.id]: burst, [roomy.id]: roomy },
    tenancy: { required: false, unknown: 'serve', tiers: {} },
    authorization: { trust_token_roles: true, roles: true, grants: true },
    ...settings,
  });
}
const tiers = {
  [GOLD]: { name: 'gold', limits: [roomy.id] },
  [BASIC]: { name: 'basic', limits: [burst.id] },
};

const tenant = (externalId: string, document: TenantDocument): Publication => ({
  kind: 'tenant',
  id: tenantDocumentId(ids.app, externalId),
  document,
});
const user = (tenantId: string, externalId: string, roles: string[]): Publication => ({
  kind: 'user',
  id: userDocumentId(tenantId, externalId),
  document: { roles },
});
const roles = (...list: RolesDocument['roles']): Publication => ({
  kind: 'roles',
  id: ids.app,
  document: { roles: list },
});
const role = (name: string, permissions: string[], inherits: string[] = []) => ({
  id: nextId(),
  name,
  permissions,
  inherits,
});

describe('tenants and roles', () => {
  let scene: Scene;
  let signer: Signer;
  const viewer = role('viewer', ['orders:read', 'orders.*:read']);
  const clerk = role('clerk', ['orders:write'], [viewer.id]);
  const admin = role('admin', ['**:*', '!orders:purge'], [clerk.id]);

  beforeAll(async () => {
    const demand = (path: string, permission: string) => route({ path, auth: 'any', permission });
    scene = await Scene.start({
      routes: [
        route({ path: '/*', auth: 'any' }),
        route({ path: '/public/*' }),
        demand('/orders', 'orders:read'),
        demand('/orders/:id', 'orders.:id:read'),
        demand('/write', 'orders:write'),
        demand('/purge', 'orders:purge'),
        route({ path: '/off', auth: 'any', permission: 'orders:purge', authorize: 'off' }),
      ],
    });
    signer = await publicSigner('ES256');
    await scene.gateway.publish([
      issuersDocument(issuer([signer.published])),
      roles(viewer, clerk, admin),
      app(),
    ]);
  });
  afterAll(() => scene.stop());

  const answerTo = async (claims: object, path = '/', headers: Record<string, string> = {}) =>
    scene.get(path, { authorization: `Bearer ${await signer.sign({ ...claims })}`, ...headers });
  async function codeOf(claims: object, path = '/', headers: Record<string, string> = {}) {
    const before = scene.upstream.requests.length;
    const answer = await answerTo(claims, path, headers);
    if (answer.status === 200) return 200;
    expect(scene.upstream.requests.length).toBe(before);
    return (answer.json() as { code: string }).code;
  }
  const active = (settings: { id?: string; tier?: string } = {}): TenantDocument => ({
    status: 'active',
    id: nextId(),
    ...settings,
  });

  describe('a tenant', () => {
    it('that is unknown is served or refused, as the app says', async () => {
      expect(await codeOf({ tenant_id: 'stranger' })).toBe(200);
      await scene.gateway.publish([app({ tenancy: { required: false, unknown: 'refuse', tiers: {} } })]);
      expect(await codeOf({ tenant_id: 'stranger' })).toBe('unknown_tenant');
      const key = await scene.publishKey({ tenant: 'stranger' });
      expect((await scene.get('/', { 'x-api-key': key })).json()).toMatchObject({
        code: 'unknown_tenant',
        status: 403,
      });
    });

    it('that is made after it was refused gets in', async () => {
      expect(await codeOf({ tenant_id: 'late ✓/x' })).toBe('unknown_tenant');
      await scene.gateway.publish([tenant('late ✓/x', active())]);
      expect(await codeOf({ tenant_id: 'late ✓/x' })).toBe(200);
    });

    it('is asked for where the app requires one, but not of strangers to public routes', async () => {
      await scene.gateway.publish([app({ tenancy: { required: true, unknown: 'serve', tiers: {} } })]);
      const claims = { tenant_id: undefined };
      expect(await codeOf(claims)).toBe('tenant_required');
      expect((await scene.get('/', { 'x-api-key': await scene.publishKey() })).status).toBe(403);
      expect((await scene.get('/public/x')).status).toBe(200);
      expect(await codeOf({ tenant_id: 'any' })).toBe(200);
      await scene.gateway.publish([app()]);
      expect(await codeOf(claims)).toBe(200);
    });

    it('that is suspended is refused from the change on, and served again when it is resumed', async () => {
      const id = nextId();
      await scene.gateway.publish([tenant('acme', { status: 'active', id })]);
      const key = await scene.publishKey({ tenant: 'acme' });
      expect(await codeOf({ tenant_id: 'acme' })).toBe(200);
      await scene.gateway.publish([{ ...tenant('acme', { status: 'suspended', id }), fact: 'suspended' }]);
      expect(await codeOf({ tenant_id: 'acme' })).toBe('tenant_suspended');
      expect((await scene.get('/', { 'x-api-key': key })).json()).toMatchObject({ code: 'tenant_suspended' });
      expect(await codeOf({ tenant_id: 'other' })).toBe(200);
      await scene.gateway.publish([tenant('acme', { status: 'active', id })]);
      expect(await codeOf({ tenant_id: 'acme' })).toBe(200);
    });

    it('that is deleted is unknown, and its users have nothing in one of the same name', async () => {
      const [first, second] = [nextId(), nextId()];
      await scene.gateway.publish([
        tenant('gone', { status: 'active', id: first }),
        user(first, 'ann', [viewer.id]),
      ]);
      const ann = { tenant_id: 'gone', sub: 'ann' };
      expect(await codeOf(ann, '/orders')).toBe(200);
      await scene.gateway.publish([{ ...tenant('gone', { status: 'revoked' }), fact: 'revoked' }]);
      expect(await codeOf(ann)).toBe(200);
      expect(await codeOf(ann, '/orders')).toBe('permission_denied');
      await scene.gateway.publish([tenant('gone', { status: 'active', id: second })]);
      expect(await codeOf(ann, '/orders')).toBe('permission_denied');
    });

    it('has the limits of its tier, and follows when it moves to another', async () => {
      const id = nextId();
      await scene.gateway.publish([
        app({ tenancy: { required: false, unknown: 'serve', default_tier: BASIC, tiers } }),
        tenant('tiered', { status: 'active', id, tier: GOLD }),
      ]);
      const limitOf = async (name: string) =>
        (await answerTo({ tenant_id: name })).headers['ratelimit-policy']?.split(';')[0];
      expect(await limitOf('tiered')).toBe('"roomy"');
      expect(await limitOf('nobody told us')).toBe('"burst"');
      expect((await answerTo({ tenant_id: 'nobody told us' })).status).toBe(429);
      expect(await limitOf('')).toBeUndefined();
      await scene.gateway.publish([tenant('tiered', { status: 'active', id, tier: BASIC })]);
      expect(await limitOf('tiered')).toBe('"burst"');
      await scene.gateway.publish([app()]);
    });

    it('is known without asking Redis again, and never mistaken for unknown while Redis is away', async () => {
      await scene.gateway.publish([
        app({ tenancy: { required: false, unknown: 'refuse', tiers: {} } }),
        tenant('warm', active()),
        tenant('cold', active()),
      ]);
      expect(await codeOf({ tenant_id: 'warm' })).toBe(200);
      expect(await codeOf({ tenant_id: 'of nobody' })).toBe('unknown_tenant');
      scene.gateway.redis.pause();
      try {
        expect(await codeOf({ tenant_id: 'warm' })).toBe(200);
        expect(await codeOf({ tenant_id: 'of nobody' })).toBe('unknown_tenant');
        expect(await codeOf({ tenant_id: 'cold' })).toBe('configuration_unavailable');
      } finally {
        scene.gateway.redis.resume();
      }
      await scene.gateway.publish([app()]);
    });
  });

  describe('a role', () => {
    const acme = nextId();
    const ann = { tenant_id: 'roles', sub: 'ann', scope: '' };
    beforeAll(() => scene.gateway.publish([tenant('roles', { status: 'active', id: acme })]));
    const grant = (name: string, ...list: { id: string }[]) =>
      scene.gateway.publish([
        user(
          acme,
          name,
          list.map(({ id }) => id),
        ),
      ]);

    it('of the token counts where the app trusts it', async () => {
      expect(await codeOf({ ...ann, roles: ['viewer'] }, '/orders')).toBe(200);
      expect(await codeOf({ ...ann, roles: ['viewer'] }, '/write')).toBe('permission_denied');
      expect(await codeOf({ ...ann, roles: ['no-such-role'] }, '/orders')).toBe('permission_denied');
      await scene.gateway.publish([
        app({ authorization: { trust_token_roles: false, roles: true, grants: true } }),
      ]);
      expect(await codeOf({ ...ann, roles: ['viewer'] }, '/orders')).toBe('permission_denied');
      await codeOf({ ...ann, roles: ['viewer'] });
      expect(scene.upstream.requests.at(-1)?.headers['x-aegis-roles']).toBeUndefined();
      await scene.gateway.publish([app()]);
    });

    it('that was granted counts for that user of that tenant alone', async () => {
      await grant('ann', viewer);
      expect(await codeOf(ann, '/orders')).toBe(200);
      expect(await codeOf({ ...ann, sub: 'bob' }, '/orders')).toBe('permission_denied');
      expect(await codeOf({ ...ann, tenant_id: 'other' }, '/orders')).toBe('permission_denied');
      await grant('ann');
      expect(await codeOf(ann, '/orders')).toBe('permission_denied');
    });

    it('inherits, over several steps, and the backend is told the roles by name', async () => {
      await grant('ann', admin);
      expect(await codeOf({ ...ann, roles: ['guest'] }, '/orders')).toBe(200);
      expect(scene.upstream.requests.at(-1)?.headers['x-aegis-roles']).toBe('guest,admin');
      await grant('ann', clerk);
      expect(await codeOf(ann, '/orders')).toBe(200);
      expect(await codeOf(ann, '/write')).toBe(200);
      expect(scene.upstream.requests.at(-1)?.headers['x-aegis-roles']).toBe('clerk');
    });

    it('that denies wins over all that others allow', async () => {
      await grant('ann', admin);
      expect(await codeOf(ann, '/purge')).toBe('permission_denied');
      expect(await codeOf({ ...ann, scope: 'orders:purge' }, '/purge')).toBe('permission_denied');
      expect(await codeOf({ ...ann, scope: 'orders:purge', sub: 'bob' }, '/purge')).toBe(200);
    });

    it('reaches the parameters of the path', async () => {
      await grant('ann', viewer);
      expect(await codeOf(ann, '/orders/7')).toBe(200);
      await grant('ann');
      expect(await codeOf({ ...ann, scope: 'orders.7:read' }, '/orders/7')).toBe(200);
      expect(await codeOf({ ...ann, scope: 'orders.7:read' }, '/orders/8')).toBe('permission_denied');
    });

    it('is capped by the key that is sent beside the token', async () => {
      await grant('ann', admin);
      const key = await scene.publishKey({ scopes: ['orders:read'], tenant: 'roles' });
      expect(await codeOf(ann, '/orders', { 'x-api-key': key })).toBe(200);
      expect(await codeOf(ann, '/write', { 'x-api-key': key })).toBe('permission_denied');
    });

    it('changes for whoever has it, with one document', async () => {
      await grant('ann', viewer);
      expect(await codeOf(ann, '/write')).toBe('permission_denied');
      await scene.gateway.publish([roles({ ...viewer, permissions: ['orders:*'] }, clerk, admin)]);
      expect(await codeOf(ann, '/write')).toBe(200);
      await scene.gateway.publish([roles(viewer, clerk, admin)]);
      expect(await codeOf(ann, '/write')).toBe('permission_denied');
    });

    it('that goes round in a circle ends all the same', async () => {
      const [a, b] = [role('a', ['orders:read']), role('b', ['orders:write'])];
      await scene.gateway.publish([
        roles({ ...a, inherits: [b.id] }, { ...b, inherits: [a.id] }, viewer, clerk, admin),
      ]);
      expect(await codeOf({ ...ann, roles: ['a'] }, '/write')).toBe(200);
      await scene.gateway.publish([roles(viewer, clerk, admin)]);
    });

    it('is not asked about where the route asks for no permission', async () => {
      await grant('ann');
      expect(await codeOf(ann, '/off')).toBe(200);
    });
  });
});
