import { randomUUID } from 'node:crypto';
import { redisKeys } from '@aegis/contracts';
import { makeTraceToken } from '@aegis/contracts/node';
import { appDocument, ids } from '../../src/gateway/documents.ts';
import { sampleOf, samplesOf, summariesOf } from '../../src/gateway/samples.ts';
import { route, Scene, STAGING_HOST } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const id = () => randomUUID();
const named = (requestId: string) => ({ 'X-Request-Id': requestId });

describe('the development environment', () => {
  it('keeps every request', async () => {
    const host = 'demo--development.localhost';
    const hosts = { [host]: { app_id: ids.app, environment: 'development' } } as const;
    const scene = await Scene.start({ hosts, nginx: { worker_processes: 1 } });
    const count = 150;
    for (let i = 0; i < count; i += 1) await scene.get(`/${i}`, { host });
    await until(async () => (await summariesOf(scene)).length === count, 'every sample');
    const reasons = new Set((await summariesOf(scene)).map(({ kept_because }) => kept_because));
    expect([...reasons]).toEqual(['development']);
    await scene.stop();
  }, 60_000);
});

describe('what is kept of request traces', () => {
  let scene: Scene;
  const open = route({ path: '/open/*' });
  beforeAll(async () => {
    scene = await Scene.start({
      routes: [open],
      nginx: { worker_processes: 1 },
    });
  });
  afterAll(() => scene.stop());

  const send = async (count: number, host: string) => {
    for (let i = 0; i < count; i += 1) await scene.get(`/open/${i}`, { host });
  };
  const kept = async (reason: string) =>
    (await summariesOf(scene)).filter(({ kept_because }) => kept_because === reason).length;

  /**
   * The samples of all requests before this one have arrived when its own has. Few are sent, since each takes room;
   * where there was none, another one may find some.
   */
  const arrived = async () => {
    await until(async () => {
      const request = id();
      await scene.get('/nowhere', named(request));
      await until(async () => (await samplesOf(scene, request)).length > 0, 'the sample', 2_000);
      return true;
    }, 'the samples');
  };

  const token = (claims: Partial<Parameters<typeof makeTraceToken>[1]> = {}) =>
    makeTraceToken(scene.gateway.keys.gateway.trace, {
      appId: ids.app,
      environment: 'production',
      expiresAt: Math.floor(Date.now() / 1_000) + 600,
      ...claims,
    });

  it('the first 100 requests of an environment, and about one in a hundred of the others', async () => {
    await send(101, STAGING_HOST);
    await arrived();
    expect(await kept('first')).toBe(100);
    expect(await kept('chance')).toBe(1);
    const sent = 1_000;
    await send(sent, STAGING_HOST);
    await arrived();
    // Distances between two are at most 199 requests.
    expect(await kept('chance')).toBeGreaterThanOrEqual(1 + Math.floor(sent / 199));
    expect(await kept('chance')).toBeLessThanOrEqual(100);
  }, 60_000);

  it('requests with a member’s token, which never reaches the backend', async () => {
    await send(110, 'demo.localhost');
    const traced = async (text: string, host = 'demo.localhost') => {
      const request = id();
      await scene.get('/open/token', { host, 'X-Aegis-Trace': text, ...named(request) });
      await arrived();
      return (await samplesOf(scene, request)).some(({ kept_because }) => kept_because === 'token');
    };
    expect(await traced(token())).toBe(true);
    expect(scene.upstream.requests.at(-1)?.headers).not.toHaveProperty('x-aegis-trace');
    expect(await traced(token({ environment: 'all' }), STAGING_HOST)).toBe(true);
    expect(await traced(token({ environment: 'all' }))).toBe(true);
    const refused = [
      token({ environment: 'staging' }),
      token({ appId: randomUUID() }),
      token({ expiresAt: Math.floor(Date.now() / 1_000) - 1 }),
      token({ expiresAt: Math.floor(Date.now() / 1_000) + 86_400 }),
      `${token()}x`,
      token().replace('production', 'all'),
      'aegis-trace.',
      'x'.repeat(300),
    ];
    for (const text of refused) expect(await traced(text)).toBe(false);
  }, 60_000);

  it('no more than an app has room for; what is left out is counted', async () => {
    const refusals = 600;
    await Promise.all(Array.from({ length: refusals }, () => scene.get('/nowhere')));
    const dropped = async () =>
      Number((await scene.gateway.redis.client.get(redisKeys.samplesDropped(ids.app))) ?? 0);
    await until(async () => {
      await scene.get('/nowhere');
      return (await dropped()) > 100;
    }, 'the number of samples that were left out');
    const metrics = await until(async () => {
      const { text } = await scene.gateway.status('/metrics');
      return text.includes('aegis_samples_dropped_total') && text;
    }, 'the metrics');
    expect(metrics).toMatch(/^aegis_samples_total\{because="refused"\} \d+$/m);
  }, 60_000);

  it('only the newest 10,000 of an app', async () => {
    const { client } = scene.gateway.redis;
    const stream = redisKeys.samples(ids.app);
    const old = 'aaaaaaaa';
    await arrived();
    await client.del(stream);
    await client.lpush(redisKeys.sample(ids.app, old), 'x');
    const pipeline = client.pipeline();
    const now = Date.now();
    for (let i = 0; i < 10_000; i += 1) {
      pipeline.xadd(stream, `${now}-${i + 1}`, 'id', i === 0 ? old : 'bbbbbbbb', 'summary', '{}');
    }
    await pipeline.exec();
    await arrived();
    expect(await client.xlen(stream)).toBe(10_000);
    expect(await client.exists(redisKeys.sample(ids.app, old))).toBe(0);
  }, 60_000);

  it('is of its own app only', async () => {
    const other = '019aa000-0000-7000-8000-00000000a002';
    await scene.gateway.publish([appDocument({ id: other, slug: 'other' })]);
    await arrived();
    expect(await scene.gateway.redis.client.exists(redisKeys.samples(other))).toBe(0);
  });

  it('waits for a Redis that is away', async () => {
    scene.gateway.expectProblems(/recv\(\) failed \((104|111)/);
    await scene.gateway.redis.stop();
    const request = id();
    await scene.get('/nowhere', named(request));
    await scene.gateway.redis.start();
    expect((await sampleOf(scene, request)).code).toBe('no_route');
  }, 60_000);
});
