import { HOST, route, Scene } from '../../src/gateway/traffic.ts';

describe('a call', () => {
  let scene: Scene;
  let key: string;

  beforeAll(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })], nginx: { worker_processes: 1 } });
    key = await scene.publishKey();
  });
  afterAll(() => scene.stop());

  it('asks Redis once for all of an app and once for the key, and not again', async () => {
    const asked = async () => {
      const stats = await scene.gateway.redis.client.info('commandstats');
      return Number(/cmdstat_mget:calls=(\d+)/.exec(stats)?.[1]);
    };
    const before = await asked();
    expect((await scene.get('/', { 'x-api-key': key })).status).toBe(200);
    expect(await asked()).toBe(before + 2);
    expect((await scene.get('/', { 'x-api-key': key })).status).toBe(200);
    expect(await asked()).toBe(before + 2);
  });

  it('with a known key reaches the upstream and comes back', async () => {
    const answer = await scene.get('/orders/1?x=1', { 'x-api-key': key });
    expect(answer.status).toBe(200);
    expect(scene.upstream.requests.at(-1)).toMatchObject({ method: 'GET', url: '/orders/1?x=1' });
  });

  it('without a key is refused as a problem', async () => {
    const answer = await scene.get('/orders/1');
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({
      type: 'https://docs.example/errors#missing_credentials',
      title: 'The route asks for credentials',
      status: 401,
      code: 'missing_credentials',
      instance: '/orders/1',
      request_id: answer.headers['x-request-id'],
    });
  });

  it('to a host that nobody has is refused', async () => {
    const answer = await scene.get('/', { host: `other.${HOST}` });
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'unknown_host' });
  });
});
