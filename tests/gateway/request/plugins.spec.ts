import { appDocument, platformDocument } from '../../src/gateway/documents.ts';
import { limit, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';

/** Makes a plugin of the one worker throw. */
const breakPlugin = `location = /break { content_by_lua_block {
    require("aegis.plugins.ip_restriction").access = function() error("boom") end
} }
`;
const ORIGIN = 'https://app.example';

describe('plugins', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 }, internalLines: breakPlugin });
  });
  afterAll(() => scene.stop());

  const refuse = { name: 'ip_restriction', settings: { deny: ['127.0.0.1'] } };
  const permit = { name: 'ip_restriction', settings: { allow: ['127.0.0.0/8'] } };
  const status = async (path = '/') => (await scene.get(path)).status;

  it('of the nearest place win: route, then app, then platform', async () => {
    await scene.gateway.publish([platformDocument({ plugins: [refuse] })]);
    expect(await status()).toBe(403);
    await scene.gateway.publish([appDocument({ plugins: [permit] })]);
    expect(await status()).toBe(200);
    await scene.gateway.publish([
      routesDocument([route({ path: '/a', plugins: [refuse] }), route({ path: '/*' })]),
    ]);
    expect([await status('/a'), await status('/b')]).toEqual([403, 200]);
    await scene.gateway.publish([platformDocument(), appDocument(), routesDocument([route()])]);
  });

  it('whose settings make no sense are refused as a document; the last good one serves', async () => {
    const broken = { name: 'ip_restriction', settings: { allow: ['nonsense'] } };
    scene.gateway.expectProblems(/nonsense/);
    await scene.gateway.publish([appDocument({ plugins: [broken] })]);
    expect(await status()).toBe(200);
    const { refusals } = await scene.gateway.heartbeat();
    expect(refusals[0]?.reason).toContain('plugin ip_restriction: allow: nonsense is no address range');
    await scene.gateway.publish([appDocument()]);
  });

  it('that throw answer 500 and are reported: nothing is skipped', async () => {
    scene.gateway.expectProblems(/plugin ip_restriction failed: .*boom/);
    await scene.gateway.publish([appDocument({ plugins: [permit] })]);
    await scene.gateway.internal('/break');
    const before = scene.upstream.requests.length;
    const answer = await scene.get('/');
    expect(answer.json()).toMatchObject({ status: 500, code: 'plugin_failed', plugin: 'ip_restriction' });
    expect(scene.upstream.requests).toHaveLength(before);
  });
});

describe('cors', () => {
  let scene: Scene;
  const policy = limit({ by: ['route'], amount: 1, store: 'local' });
  const cors = {
    name: 'cors',
    settings: {
      origins: [ORIGIN, 'https://*.partner.example'],
      exposed_headers: ['X-Total'],
      credentials: true,
      max_age_seconds: 60,
    },
  };

  beforeAll(async () => {
    scene = await Scene.start({
      app: { plugins: [cors], limits: { [policy.id]: policy } },
      routes: [
        route({ path: '/orders', methods: ['POST'], auth: 'api_key' }),
        route({ path: '/limited', limits: [policy.id] }),
        route({ path: '/any', plugins: [{ name: 'cors', settings: { origins: ['*'] } }] }),
      ],
    });
    scene.upstream.answer = (_, response) => {
      response.setHeader('access-control-allow-origin', 'https://backend.says');
      response.setHeader('access-control-allow-methods', 'BREW');
      response.setHeader('vary', 'Accept');
      response.end('ok');
    };
  });
  afterAll(() => scene.stop());

  const preflight = (path: string, method: string, origin = ORIGIN) =>
    scene.call(path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'x-api-key,content-type',
      },
    });

  it('answers the preflight of the method that is asked for, without credentials', async () => {
    const before = scene.upstream.requests.length;
    const answer = await preflight('/orders', 'POST');
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'x-api-key,content-type',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
    });
    expect(answer.headers.vary).toContain('Origin');
    expect(scene.upstream.requests).toHaveLength(before);
    expect((await preflight('/orders', 'DELETE')).status).toBe(405);
  });

  it('gives other origins nothing', async () => {
    for (const origin of ['https://evil.example', 'http://app.example', 'https://partner.example', 'null']) {
      const answer = await preflight('/orders', 'POST', origin);
      expect(answer.status).toBe(204);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers['access-control-allow-methods']).toBeUndefined();
    }
  });

  it('knows subdomains', async () => {
    const origin = 'https://eu.partner.example';
    expect((await preflight('/orders', 'POST', origin)).headers['access-control-allow-origin']).toBe(origin);
    for (const evil of ['https://eu.partner.example.evil', 'https://evil/.partner.example']) {
      const answer = await preflight('/orders', 'POST', evil);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('lets an allowed page read our own 401', async () => {
    const answer = await scene.call('/orders', { method: 'POST', headers: { origin: ORIGIN } });
    expect(answer.status).toBe(401);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(answer.json()).toMatchObject({ code: 'missing_credentials' });
  });

  it('lets an allowed page read our own 429 with its limits', async () => {
    await scene.get('/limited', { origin: ORIGIN });
    const answer = await scene.get('/limited', { origin: ORIGIN });
    expect(answer.status).toBe(429);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(answer.headers['access-control-expose-headers']).toContain('RateLimit, RateLimit-Policy');
    expect(answer.headers['access-control-expose-headers']).toContain('Retry-After');
    expect(answer.headers['access-control-expose-headers']).toContain('X-Total');
    expect(answer.headers.ratelimit).toBeDefined();
  });

  it("replaces the backend's own word on answers that pass", async () => {
    const key = await scene.publishKey();
    const answer = await scene.call('/orders', {
      method: 'POST',
      headers: { origin: ORIGIN, 'x-api-key': key },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(answer.headers['access-control-allow-methods']).toBeUndefined();
    expect(answer.headers.vary).toBe('Accept, Origin');
    const other = await scene.call('/orders', {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'x-api-key': key },
    });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('can be open to every origin, without cookies', async () => {
    const answer = await scene.get('/any', { origin: 'https://anybody.example' });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('leaves OPTIONS that is no preflight to the routes', async () => {
    expect((await scene.call('/orders', { method: 'OPTIONS' })).status).toBe(405);
  });
});
