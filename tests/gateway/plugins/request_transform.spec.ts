import {
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '../../src/gateway/traffic.ts';

const transform = (settings: Record<string, unknown>) => [{ name: 'request_transform', settings }];

describe('request_transform', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({
      app: { path: { merge_slashes: true, allow_encoded_slash: true } },
      routes: [
        route({
          path: '/headers',
          plugins: transform({
            remove_headers: ['x-debug', 'cookie'],
            set_headers: ['x-plan: free', 'user-agent: gateway'],
            add_headers: ['x-via: b'],
          }),
        }),
        route({
          path: '/query',
          plugins: transform({
            remove_query: ['debug'],
            set_query: ['plan=free & more'],
            add_query: ['tag=new'],
          }),
        }),
        route({ path: '/old/:id/:rest', plugins: transform({ path: '/new/:id' }) }),
        route({ path: '/lacks', plugins: transform({ path: '/new/:id' }) }),
        route({
          path: '/v1/*',
          strip_prefix: '/v1/api',
          plugins: transform({ path_prefix: '/v1', new_path_prefix: '/v2' }),
        }),
        route({
          path: '/based/:name',
          upstream: 'based',
          plugins: transform({ path: '/x/:name', set_query: ['a=1'] }),
        }),
      ],
    });
    scene.gateway.expectProblems(/the route has no parameter id/);
    await scene.gateway.publish([
      upstreamsDocument({
        main: upstreamRecord([target(scene.upstream.port)]),
        based: upstreamRecord([target(scene.upstream.port, { path: '/base' })]),
      }),
    ]);
  });
  afterAll(() => scene.stop());

  const arrived = async (path: string, headers = {}) => {
    expect((await scene.get(path, headers)).status).toBe(200);
    return scene.upstream.requests.at(-1);
  };

  it('removes, sets and adds headers', async () => {
    const sent = { 'x-debug': '1', cookie: 'a=1', 'x-plan': 'gold', 'x-via': 'a', 'x-other': 'kept' };
    const request = await arrived('/headers', sent);
    expect(request?.headers).toMatchObject({
      'x-plan': 'free',
      'user-agent': 'gateway',
      'x-via': 'a, b',
      'x-other': 'kept',
    });
    expect(request?.headers).not.toHaveProperty('x-debug');
    expect(request?.headers).not.toHaveProperty('cookie');
  });

  it('removes, sets and adds query parameters, however the caller encodes their names', async () => {
    const request = await arrived('/query?a=%c3%A4&debug=1&d%65bug=2&plan=gold&tag=old');
    expect(request?.url).toBe('/query?a=%c3%A4&tag=old&plan=free%20%26%20more&tag=new');
    expect((await arrived('/query'))?.url).toBe('/query?plan=free%20%26%20more&tag=new');
  });

  it('rewrites the path with parameters of the route; the query stays', async () => {
    expect((await arrived('/old/a%20b/c?page=2'))?.url).toBe('/new/a%20b?page=2');
    expect((await arrived('/old/a%2Fb/c'))?.url).toBe('/new/a%2Fb');
    expect((await arrived('/based/1'))?.url).toBe('/base/x/1?a=1');
  });

  it("replaces a prefix, instead of the route's strip_prefix", async () => {
    expect((await arrived('/v1/api/orders'))?.url).toBe('/v2/api/orders');
    expect((await arrived('/v1'))?.url).toBe('/v2');
  });

  it('cannot be led out of the path: what the caller sent is read once before and once after', async () => {
    const before = scene.upstream.requests.length;
    for (const path of ['/old/%2e%2e/c', '/old/..;/c', '/old/%2E%2E%5cadmin/c', '/old/..%00/c'])
      expect((await scene.get(path)).status).toBeGreaterThanOrEqual(400);
    expect(scene.upstream.requests).toHaveLength(before);
  });

  it('500 for a parameter that the route lacks: nothing is sent to a wrong place', async () => {
    const before = scene.upstream.requests.length;
    expect((await scene.get('/lacks')).json()).toMatchObject({ status: 500, code: 'plugin_failed' });
    expect(scene.upstream.requests).toHaveLength(before);
  });

  it.each([
    ['x-aegis-tenant: evil', "the header x-aegis-tenant is the gateway's own"],
    ['host: evil', "the header host is the gateway's own"],
    ['transfer-encoding: chunked', "the header transfer-encoding is the gateway's own"],
    ['x-a: b\r\nx-aegis-tenant: evil', 'a header is written as name: value'],
  ])('a document that says %j is refused; the last good one serves', async (line, reason) => {
    scene.gateway.expectProblems(/plugin request_transform: /);
    const evil = route({ path: '/evil', plugins: transform({ set_headers: [line] }) });
    await scene.gateway.publish([routesDocument([evil])]);
    expect((await scene.get('/headers')).status).toBe(200);
    const { refusals } = await scene.gateway.heartbeat();
    expect(refusals.at(-1)?.reason).toContain(reason);
  });
});
