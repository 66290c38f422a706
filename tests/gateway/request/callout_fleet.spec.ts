import { redisKeys } from '@aegis/contracts';
import { call } from '../../src/gateway/call.ts';
import { appWithCallouts, CalloutBackend, calloutDocument, purge } from '../../src/gateway/callouts.ts';
import { appDocument, hostDocuments, ids } from '../../src/gateway/documents.ts';
import {
  HOST,
  nextId,
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
} from '../../src/gateway/traffic.ts';
import type { GatewayHarness } from '../../src/gateway-harness.ts';
import { until } from '../../src/wait.ts';

const OTHER_APP = '019aa000-0000-7000-8000-00000000a002';
const OTHER_HOST = 'other.localhost';

describe('answers of an authorize callout, between gateways', () => {
  let scene: Scene;
  let second: GatewayHarness;
  let backend: CalloutBackend;

  beforeAll(async () => {
    backend = await CalloutBackend.start();
    scene = await Scene.start();
    const asking = route({ permission: 'orders:read', authorize: 'callout', auth: 'api_key' });
    const upstream = upstreamRecord([target(scene.upstream.port)]);
    await scene.gateway.publish([
      appWithCallouts('production'),
      routesDocument([asking]),
      calloutDocument(scene.gateway.keys, { port: backend.port }),
      appDocument({ id: OTHER_APP, slug: 'other', callouts: ['production'] }),
      { kind: 'routes', id: OTHER_APP, document: { routes: [{ ...asking, id: nextId() }] } },
      { kind: 'upstreams', id: OTHER_APP, document: { environments: { production: { main: upstream } } } },
      calloutDocument(scene.gateway.keys, { port: backend.port, app: OTHER_APP }),
      ...hostDocuments({
        [HOST]: { app_id: ids.app, environment: 'production' },
        [OTHER_HOST]: { app_id: OTHER_APP, environment: 'production' },
      }),
    ]);
    second = await scene.gateway.another(2);
  });
  afterAll(async () => {
    await backend.stop();
    await second.stop();
    await scene.stop();
  });
  beforeEach(() => {
    backend.decide = () => ({ allowed: true });
    backend.server.requests.length = 0;
  });

  const asked = () => backend.server.requests.length;
  const redis = () => scene.gateway.redis.client;
  const shared = () => redis().keys(redisKeys.callout(ids.app, '*'));
  const newKey = () => scene.publishKey({ tenant: nextId() });
  const at = async (gateway: GatewayHarness, key: string, host = HOST) =>
    (await call(gateway.port, '/orders', { headers: { host, 'x-api-key': key } })).status;
  /** A caller whose answer the first gateway has shared. */
  async function known(): Promise<{ key: string; place: string }> {
    const key = await newKey();
    const before = new Set(await shared());
    expect(await at(scene.gateway, key)).toBe(200);
    const fresh = async () => (await shared()).filter((name) => !before.has(name));
    await until(async () => (await fresh()).length === 1, 'the shared answer');
    return { key, place: (await fresh())[0] ?? '' };
  }

  it('are known to all of them after one question', async () => {
    const { key } = await known();
    expect(await at(second, key)).toBe(200);
    expect(asked()).toBe(1);
  });

  it('are found by a gateway that starts anew', async () => {
    const { key } = await known();
    const third = await scene.gateway.another(3);
    expect(await at(third, key)).toBe(200);
    expect(asked()).toBe(1);
    await third.stop();
  });

  it('do not outlive their time in Redis', async () => {
    const { place } = await known();
    expect(await redis().pttl(place)).toBeGreaterThan(0);
    expect(await redis().pttl(place)).toBeLessThanOrEqual(60_000);
  });

  it.each<[string, (value: string, other: string) => string]>([
    ['changed', (value) => value.replace('"allowed":false', '"allowed":true')],
    ['swapped for that of another question', (_, other) => other],
    ['without a MAC', () => `{"allowed":true,"expires":9999999999,"stale_until":9999999999}`],
    ['of a key that nobody has', (value) => `~${value.slice(1)}`],
    ['cut off', (value) => value.slice(0, 20)],
    ['something else', () => 'allowed'],
  ])('that were %s are not believed', async (_, tamper) => {
    const other = (await redis().get((await known()).place)) ?? '';
    backend.decide = () => ({ allowed: false });
    const key = await newKey();
    const before = new Set(await shared());
    expect(await at(scene.gateway, key)).toBe(403);
    const fresh = async () => (await shared()).filter((name) => !before.has(name));
    await until(async () => (await fresh()).length === 1, 'the shared answer');
    const [place = ''] = await fresh();
    const value = (await redis().get(place)) ?? '';
    const forged = tamper(value, other);
    expect(forged).not.toBe(value);
    await redis().set(place, forged);
    const before2 = asked();
    expect(await at(second, key)).toBe(403);
    expect(asked()).toBe(before2 + 1);
  });

  it('are of another type than expected: a miss', async () => {
    const { key, place } = await known();
    await redis().del(place);
    await redis().lpush(place, 'x');
    expect(await at(second, key)).toBe(200);
    expect(asked()).toBe(2);
  });

  it('of one app mean nothing in another', async () => {
    const tenant = nextId();
    const here = scene.key({ tenant });
    const there = scene.key({ tenant, app_id: OTHER_APP });
    await scene.gateway.publish([here.publication, there.publication]);
    backend.decide = ({ app }) => ({ allowed: app === 'demo', permissions: app === 'demo' ? ['**:*'] : [] });
    expect(await at(scene.gateway, here.text)).toBe(200);
    expect(await at(scene.gateway, there.text, OTHER_HOST)).toBe(403);
    expect(backend.questions.map(({ app }) => app)).toEqual(['demo', 'other']);
  });

  it('are purged on all of them', async () => {
    const { key } = await known();
    expect(await at(second, key)).toBe(200);
    backend.decide = () => ({ allowed: false });
    const everybody = purge({ permission: '**:*' });
    const revision = await scene.gateway.publish([
      calloutDocument(scene.gateway.keys, { port: backend.port, purges: [everybody] }),
    ]);
    await second.serves(revision);
    expect(await at(scene.gateway, key)).toBe(403);
    expect(await at(second, key)).toBe(403);
    await scene.gateway.publish([
      calloutDocument(scene.gateway.keys, { port: backend.port, generation: nextId() }),
    ]);
  });

  it('are not needed: with Redis away the backend is asked, and a gateway remembers for itself', async () => {
    const [key, other] = [await newKey(), await newKey()];
    await until(async () => (await scene.gateway.probe('key', '')).status !== 0, 'the gateway');
    // Documents are known, answers are not.
    const hashes = async () => [await at(scene.gateway, key), await at(scene.gateway, other)];
    await hashes();
    await scene.gateway.publish([
      calloutDocument(scene.gateway.keys, { port: backend.port, generation: nextId() }),
    ]);
    backend.server.requests.length = 0;
    scene.gateway.redis.pause();
    try {
      for (let i = 0; i < 8; i += 1) expect(await hashes()).toEqual([200, 200]);
      expect(asked()).toBe(2);
    } finally {
      scene.gateway.redis.resume();
    }
  });
});
