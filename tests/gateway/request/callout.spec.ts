import type { RouteRecord } from '@aegis/contracts';
import { signAuthorizeQuestion } from '@aegis/contracts/node';
import {
  appWithCallouts,
  CALLOUT_SECRET,
  CalloutBackend,
  calloutDocument,
  isSignedBy,
  purge,
} from '../../src/gateway/callouts.ts';
import { ids } from '../../src/gateway/documents.ts';
import { lastStep, sampleOf } from '../../src/gateway/samples.ts';
import { issuer, issuersDocument, publicSigner, type Signer } from '../../src/gateway/tokens.ts';
import { nextId, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('the authorize callout', () => {
  let scene: Scene;
  let backend: CalloutBackend;
  let signer: Signer;

  const asking = (path: string, permission: string, settings: Partial<RouteRecord> = {}) =>
    route({ path, auth: 'any', permission, authorize: 'callout', ...settings });

  beforeAll(async () => {
    backend = await CalloutBackend.start();
    scene = await Scene.start();
    signer = await publicSigner('ES256');
    await scene.gateway.publish([
      appWithCallouts('production'),
      issuersDocument(issuer([signer.published])),
      routesDocument([
        asking('/orders', 'orders:read'),
        asking('/orders/:id', 'orders.:id:read'),
        asking('/items', 'items:write', { methods: ['POST'] }),
        asking('/open', 'open:read', { auth: 'none' }),
        asking('/either', 'either:read', { authorize: 'grants_then_callout' }),
        asking('/granted', 'either:read', { authorize: 'grants' }),
        asking('/off', 'either:read', { authorize: 'off' }),
      ]),
    ]);
    await settings();
  });
  afterAll(async () => {
    await backend.stop();
    await scene.stop();
  });
  beforeEach(() => {
    backend.usual();
    backend.decide = () => ({ allowed: true });
    backend.server.requests.length = 0;
  });

  const settings = (more: Parameters<typeof calloutDocument>[1] = {}) =>
    scene.gateway.publish([calloutDocument(scene.gateway.keys, { port: backend.port, ...more })]);

  /** Headers of a user that nobody asked about before. */
  async function user(more: Record<string, unknown> = {}): Promise<{ authorization: string }> {
    return { authorization: `Bearer ${await signer.sign({ sub: nextId(), ...more })}` };
  }
  const asked = () => backend.server.requests.length;

  it('is asked what the caller wants to do, signed', async () => {
    const headers = await user({ sub: 'ann "the\\best"', tenant_id: 'acme', roles: ['clerk', 'boss'] });
    const answer = await scene.get('/orders/4%2E2.x?secret=1', {
      ...headers,
      'x-request-id': 'request-12345',
    });
    expect(answer.status).toBe(200);
    const [request] = backend.server.requests;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/aegis/authorize',
      headers: { 'content-type': 'application/json', 'x-request-id': 'request-12345' },
    });
    expect(backend.questions).toEqual([
      {
        tenant_id: 'acme',
        user_id: 'ann "the\\best"',
        // What a parameter holds is one segment, whatever it looks like.
        resource: 'orders.4%2E2%2Ex',
        action: 'read',
        app: 'demo',
        environment: 'production',
        method: 'GET',
        path: '/orders/4.2.x',
        params: { id: '4.2.x' },
        roles: ['clerk', 'boss'],
        request_id: 'request-12345',
      },
    ]);
    expect(request && isSignedBy(CALLOUT_SECRET, request)).toBe(true);
  });

  it('is signed alike by gateway and admin', async () => {
    const [secret, time, body] = ['a secret of the docs', 1_795_000_000, '{"action":"read"}'] as const;
    const made = await scene.gateway.lua(
      `return require("aegis.authorize.signature").of("${secret}", ${time}, '${body}')`,
    );
    expect(made).toBe(signAuthorizeQuestion(secret, time, body));
  });

  it('refuses with the reason that the backend gives', async () => {
    backend.decide = () => ({ allowed: false, reason: 'only\r\nX-Evil: 1\tclerks' });
    const answer = await scene.get('/orders', await user());
    expect(answer.json()).toMatchObject({
      status: 403,
      code: 'permission_denied',
      detail: 'only  X-Evil: 1 clerks',
    });
    expect(answer.headers['x-evil']).toBeUndefined();
    expect(lastStep(await sampleOf(scene, String(answer.headers['x-request-id'])))).toMatchObject({
      step: 'authorize',
      rule: 'the backend was asked: only  X-Evil: 1 clerks',
      about: { kind: 'authorize', name: 'production' },
      details: { permission: 'orders:read', rights: 'open', callout: 'asked' },
    });
    expect(scene.upstream.requests.filter(({ url }) => url === '/orders')).toEqual([]);
  });

  it.each([
    ['an allow', { allowed: true }, 200],
    ['a deny', { allowed: false }, 403],
  ])('remembers %s in all workers', async (_, said, status) => {
    backend.decide = () => said;
    const headers = await user();
    for (let i = 0; i < 12; i += 1) expect((await scene.get('/orders', headers)).status).toBe(status);
    expect(asked()).toBe(1);
  });

  it('remembers nothing that is good for no time, by `ttl`, by Cache-Control or by the setting', async () => {
    const headers = await user();
    backend.decide = () => ({ allowed: true, ttl: 0 });
    await scene.get('/orders', headers);
    backend.server.answer = (_, response) =>
      response.setHeader('cache-control', 'private, no-store').end('{"allowed":true}');
    await scene.get('/orders', headers);
    backend.usual();
    backend.decide = () => ({ allowed: true });
    await settings({ allow_ttl_s: 0 });
    await scene.get('/orders', headers);
    expect(asked()).toBe(3);
    backend.server.answer = (_, response) =>
      response.setHeader('Cache-Control', 'Max-Age="60"').end('{"allowed":true}');
    await scene.get('/orders', headers);
    await scene.get('/orders', headers);
    expect(asked()).toBe(4);
    await settings();
  });

  it('is asked again for another user, tenant, role, path and method', async () => {
    const same = { sub: 'one', tenant_id: 'acme' };
    await scene.get('/orders', await user(same));
    await scene.get('/orders', await user(same));
    expect(asked()).toBe(1);
    await scene.get('/orders', await user({ ...same, tenant_id: 'globex' }));
    await scene.get('/orders', await user({ ...same, sub: 'two' }));
    await scene.get('/orders', await user({ ...same, roles: ['clerk'] }));
    await scene.get('/orders/1', await user(same));
    await scene.get('/orders/2', await user(same));
    await scene.call('/orders', { method: 'POST', headers: await user(same) });
    expect(asked()).toBe(7);
    // Parts that run into one another are not the same question.
    await scene.get('/orders', await user({ tenant_id: 'a', sub: 'bc' }));
    await scene.get('/orders', await user({ tenant_id: 'ab', sub: 'c' }));
    expect(asked()).toBe(9);
  });

  it('answers later questions of the same user by the permissions that it named', async () => {
    backend.decide = () => ({
      allowed: true,
      permissions: ['orders:read', 'orders.*:read', '!orders.9:read'],
    });
    const headers = await user();
    const statuses = [];
    for (const path of ['/orders', '/orders/1', '/orders/2', '/orders/9'])
      statuses.push((await scene.get(path, headers)).status);
    expect(statuses).toEqual([200, 200, 200, 403]);
    expect(asked()).toBe(1);
    // What they say nothing about is asked; other users are not meant.
    backend.decide = () => ({ allowed: false });
    expect((await scene.call('/items', { method: 'POST', headers })).status).toBe(403);
    expect((await scene.get('/orders', await user())).status).toBe(403);
    expect(asked()).toBe(3);
  });

  it('is asked once for 1,000 equal questions at once, over all workers', async () => {
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    backend.server.answer = (_, response) => void held.then(() => response.end('{"allowed":true,"ttl":0}'));
    await settings({ timeout_ms: 30_000 });
    const headers = await user();
    const answers = Promise.all(Array.from({ length: 1_000 }, () => scene.get('/orders', headers)));
    // Beside them the one that asks: nginx counts a request once it has read all of its headers.
    const waiting = async () => Number(await scene.gateway.lua('return ngx.var.connections_writing')) > 1_000;
    await until(waiting, 'all requests to wait', 30_000);
    release?.();
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked()).toBe(1);
    await settings();
  });

  describe('beside grants', () => {
    const statusOf = async (scope: string) =>
      (await scene.get('/either', await user({ scope, tenant_id: nextId() }))).status;

    it('is asked only where they leave it open', async () => {
      expect(await statusOf('either:read')).toBe(200);
      expect(await statusOf('!either:read')).toBe(403);
      expect(asked()).toBe(0);
      expect(await statusOf('')).toBe(200);
      backend.decide = () => ({ allowed: false });
      expect(await statusOf('')).toBe(403);
      expect(asked()).toBe(2);
    });

    it('is not asked where the route leaves it to them, or to nobody', async () => {
      const answers = async (path: string, scope: string) =>
        (await scene.get(path, await user({ scope, tenant_id: nextId() }))).status;
      expect([await answers('/granted', 'either:read'), await answers('/granted', '')]).toEqual([200, 403]);
      expect([await answers('/off', ''), await answers('/off', '!either:read')]).toEqual([200, 200]);
      expect(asked()).toBe(0);
    });

    it('lifts nothing that the scopes of a key do not let through', async () => {
      const outside = { 'x-api-key': await scene.publishKey({ scopes: ['orders:write'] }) };
      expect((await scene.get('/orders', outside)).json()).toMatchObject({ code: 'permission_denied' });
      expect((await scene.get('/either', outside)).json()).toMatchObject({ code: 'permission_denied' });
      expect(asked()).toBe(0);
      const inside = { 'x-api-key': await scene.publishKey({ scopes: ['orders:read'], tenant: nextId() }) };
      expect((await scene.get('/orders', inside)).status).toBe(200);
      expect(asked()).toBe(1);
    });

    it('alone is asked about keys and strangers too', async () => {
      const free = { 'x-api-key': await scene.publishKey({ tenant: nextId() }) };
      expect((await scene.get('/either', free)).status).toBe(200);
      expect(asked()).toBe(0);
      expect((await scene.get('/orders', free)).status).toBe(200);
      expect((await scene.get('/open')).status).toBe(200);
      expect(backend.questions.map(({ user_id }) => user_id)).toEqual([undefined, undefined]);
      expect(backend.questions[1]).not.toHaveProperty('tenant_id');
    });
  });

  describe('after a purge', () => {
    const ann = { sub: 'ann', tenant_id: 'acme' };
    const bob = { sub: 'bob', tenant_id: 'acme' };
    const eve = { sub: 'ann', tenant_id: 'globex' };

    async function answersOf(path: string): Promise<number[]> {
      const before = asked();
      const counts: number[] = [];
      for (const claims of [ann, bob, eve]) {
        await scene.get(path, await user(claims));
        counts.push(asked());
      }
      return counts.map((count, index) => count - (counts[index - 1] ?? before));
    }

    it.each([
      ['a tenant', { tenant: 'acme' }, [1, 1, 0], [1, 1, 0]],
      ['a user of a tenant', { tenant: 'acme', user: 'ann' }, [1, 0, 0], [1, 0, 0]],
      ['a user', { user: 'ann' }, [1, 0, 1], [1, 0, 1]],
      ['a permission', { permission: 'orders:read' }, [1, 1, 1], [0, 0, 0]],
      ['permissions with a parameter', { permission: 'orders.7:*' }, [0, 0, 0], [1, 1, 1]],
    ])('of %s the others stay known', async (_, what, orders, order) => {
      const generation = nextId();
      await settings({ generation });
      expect(await answersOf('/orders')).toEqual([1, 1, 1]);
      expect(await answersOf('/orders/7')).toEqual([1, 1, 1]);
      expect(await answersOf('/orders')).toEqual([0, 0, 0]);
      await settings({ generation, purges: [purge(what)] });
      expect(await answersOf('/orders')).toEqual(orders);
      expect(await answersOf('/orders/7')).toEqual(order);
    });

    it('of everything nothing is known', async () => {
      await settings({ generation: nextId() });
      expect(await answersOf('/orders')).toEqual([1, 1, 1]);
      await settings({ generation: nextId() });
      expect(await answersOf('/orders')).toEqual([1, 1, 1]);
    });

    it('of any permission the lists of permissions are not believed any more', async () => {
      backend.decide = () => ({ allowed: true, permissions: ['**:*'] });
      const headers = await user();
      await scene.get('/orders', headers);
      await scene.get('/orders/1', headers);
      expect(asked()).toBe(1);
      await settings({ purges: [purge({ permission: 'other:read' })] });
      backend.decide = () => ({ allowed: false });
      expect((await scene.get('/orders/1', headers)).status).toBe(403);
    });
  });

  it('takes rights away with a purge, where the backend changed its mind', async () => {
    const headers = await user({ sub: 'mallory' });
    expect((await scene.get('/orders', headers)).status).toBe(200);
    backend.decide = () => ({ allowed: false });
    expect((await scene.get('/orders', headers)).status).toBe(200);
    await settings({ purges: [purge({ user: 'mallory' })] });
    expect((await scene.get('/orders', headers)).status).toBe(403);
  });

  it('is missing: routes that only it decides are closed, others deny what is open', async () => {
    await scene.gateway.publish([
      { kind: 'authorize', id: `${ids.app}.production`, document: { status: 'none' } },
    ]);
    const headers = await user();
    expect((await scene.get('/orders', headers)).json()).toMatchObject({ code: 'authorize_unavailable' });
    expect((await scene.get('/either', headers)).json()).toMatchObject({ code: 'permission_denied' });
    expect(asked()).toBe(0);
    await settings();
  });
});
