import { redisKeys, UsageBatch } from '@aegis/contracts';
import { limit, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const mock = (settings: Record<string, unknown>) => [{ name: 'mock_response', settings }];
const bodies = [
  { content_type: 'application/json', body: '{"orders":[]}' },
  { content_type: 'text/plain', body: 'no orders' },
];

describe('mock_response', () => {
  let scene: Scene;
  const policy = limit({ by: ['route'], amount: 1, store: 'local' });
  beforeAll(async () => {
    scene = await Scene.start({
      app: { limits: { [policy.id]: policy } },
      routes: [
        route({
          path: '/orders',
          plugins: mock({ bodies, headers: ['x-mock: yes', 'cache-control: max-age=5'] }),
        }),
        route({ path: '/empty', plugins: mock({}) }),
        ...[204, 302, 304, 404, 503].map((status) =>
          route({ path: `/${status}`, plugins: mock({ status, headers: ['location: /orders'] }) }),
        ),
        route({ path: '/gone', plugins: mock({ status: 410, bodies }) }),
        route({ path: '/key', auth: 'api_key', plugins: mock({}) }),
        route({ path: '/limited', limits: [policy.id], plugins: mock({}) }),
        route({ path: '/nowhere', upstream: 'missing', plugins: mock({}) }),
      ],
    });
  });
  afterAll(() => scene.stop());
  afterEach(() => expect(scene.upstream.requests).toHaveLength(0));

  it('answers with status, headers and body, and calls no upstream', async () => {
    const answer = await scene.call('/orders', { method: 'POST', body: 'unread' });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ orders: [] });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '13',
      'x-mock': 'yes',
      'cache-control': 'max-age=5',
      vary: 'Accept',
    });
  });

  it('chooses the body by what the caller accepts', async () => {
    const accepting = (accept: string) => scene.get('/orders', { accept });
    expect((await accepting('text/plain')).text).toBe('no orders');
    expect((await accepting('text/plain;q=0.5, application/json')).text).toBe('{"orders":[]}');
    expect((await accepting('image/png')).text).toBe('{"orders":[]}');
  });

  it('keeps the status that it is told, with and without a body', async () => {
    for (const status of [204, 302, 304, 404, 503]) {
      const answer = await scene.get(`/${status}`);
      expect([answer.status, answer.text, answer.headers.location]).toEqual([status, '', '/orders']);
    }
    const gone = await scene.get('/gone');
    expect([gone.status, gone.text]).toEqual([410, '{"orders":[]}']);
    const empty = await scene.get('/empty');
    expect([empty.status, empty.text, empty.headers['content-length']]).toEqual([200, '', '0']);
  });

  it('answers HEAD with the headers alone', async () => {
    const answer = await scene.call('/orders', { method: 'HEAD' });
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '13']);
  });

  it('runs after authentication and limits, and needs no upstream', async () => {
    expect((await scene.get('/key')).status).toBe(401);
    expect([(await scene.get('/limited')).status, (await scene.get('/limited')).status]).toEqual([200, 429]);
    expect((await scene.get('/nowhere')).status).toBe(200);
  });

  it('is counted as served, not as refused', async () => {
    const counted = route({ path: '/counted', plugins: mock({ status: 404 }) });
    await scene.gateway.publish([routesDocument([counted])]);
    expect((await scene.get('/counted')).status).toBe(404);
    const row = async () => {
      const entries = await scene.gateway.redis.client.xrange(redisKeys.usage, '-', '+');
      const batches = entries.map(([, fields]) => UsageBatch.parse(JSON.parse(String(fields[1]))));
      return batches.flatMap(({ rows }) => rows).find(({ route_id }) => route_id === counted.id);
    };
    await until(async () => (await row()) !== undefined, 'the batch');
    expect(await row()).toMatchObject({ requests: 1, refused: 0, status_class: 4 });
  });
});
