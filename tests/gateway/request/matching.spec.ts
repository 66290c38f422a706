import { appDocument } from '../../src/gateway/documents.ts';
import { HOST, route, routesDocument, Scene, STAGING_HOST } from '../../src/gateway/traffic.ts';

describe('matching', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start();
  });
  afterAll(() => scene.stop());

  /** Which route took the request: each of them sits behind a prefix of its own at the upstream. */
  async function taken(method: string, path: string, headers: Record<string, string> = {}): Promise<string> {
    const answer = await scene.call(path, { method, headers });
    if (answer.status !== 200) return (answer.json() as { code: string }).code;
    return String(scene.upstream.requests.at(-1)?.url);
  }

  it('prefers literals to parameters to the star, and priority to both', async () => {
    await scene.gateway.publish([
      routesDocument([
        route({ path: '/v1/orders/new', strip_prefix: '/v1/orders' }),
        route({ path: '/v1/orders/:id', strip_prefix: '/v1' }),
        route({ path: '/v1/*' }),
        route({ path: '/v1/urgent/*', priority: 1, strip_prefix: '/v1/urgent' }),
        route({ path: '/v1/urgent/now' }),
      ]),
    ]);
    expect(await taken('GET', '/v1/orders/new')).toBe('/new');
    expect(await taken('GET', '/v1/orders/7')).toBe('/orders/7');
    expect(await taken('GET', '/v1/other/x')).toBe('/v1/other/x');
    expect(await taken('GET', '/v1/urgent/now?a=1')).toBe('/now?a=1');
    expect(await taken('GET', '/v2')).toBe('no_route');
  });

  it('answers 405 with Allow where only other methods are known', async () => {
    await scene.gateway.publish([
      routesDocument([
        route({ path: '/orders/:id', methods: ['GET'] }),
        route({ path: '/orders/*', methods: ['PUT', 'DELETE'] }),
      ]),
    ]);
    const answer = await scene.call('/orders/7', { method: 'POST' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('DELETE, GET, HEAD, PUT');
    expect(answer.json()).toMatchObject({ code: 'method_not_allowed' });
    expect(await taken('PUT', '/orders/7')).toBe('/orders/7');
  });

  it('answers HEAD by GET, without a body', async () => {
    const answer = await scene.call('/orders/7', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    expect(scene.upstream.requests.at(-1)?.method).toBe('HEAD');
    expect((await scene.call('/nothing', { method: 'HEAD' })).text).toBe('');
  });

  it('asks for host, header and query where a route has conditions', async () => {
    await scene.gateway.publish([
      routesDocument([
        route({ path: '/x', strip_prefix: '/x', conditions: { headers: { 'x-version': '2' } } }),
        route({ path: '/y', strip_prefix: '/y', conditions: { query: { beta: '' } } }),
        route({ path: '/z', strip_prefix: '/z', conditions: { hosts: [STAGING_HOST] } }),
        route({ path: '/*' }),
      ]),
    ]);
    expect(await taken('GET', '/x')).toBe('/x');
    expect(await taken('GET', '/x', { 'X-Version': '2' })).toBe('/');
    expect(await taken('GET', '/x', { 'X-Version': '3' })).toBe('/x');
    expect(await taken('GET', '/y?beta')).toBe('/y?beta');
    expect(await taken('GET', '/y?beta=1')).toBe('/?beta=1');
    expect(await taken('GET', '/z')).toBe('/z');
    expect(await taken('GET', '/z', { host: STAGING_HOST })).toBe('/');
  });

  it('reads the host without case, port and trailing dot', async () => {
    for (const host of [HOST.toUpperCase(), `${HOST}:8000`, `${HOST}.`]) {
      expect((await scene.get('/any', { host })).status).toBe(200);
    }
  });

  it('refuses a suspended app, within the change that suspends it', async () => {
    await scene.gateway.publish([{ ...appDocument({ status: 'suspended' }), fact: 'suspended' }]);
    const answer = await scene.get('/any');
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'app_suspended' });
    await scene.gateway.publish([appDocument()]);
    expect((await scene.get('/any')).status).toBe(200);
  });
});
