import { RecordingUpstream } from '../../src/gateway/recording-upstream.ts';
import { route, Scene, target, upstreamRecord } from '../../src/gateway/traffic.ts';

const split = (settings: Record<string, unknown>) => [{ name: 'traffic_split', settings }];

describe('traffic_split', () => {
  let scene: Scene;
  let canary: RecordingUpstream;
  let acmeKey: string;

  beforeAll(async () => {
    canary = await RecordingUpstream.start();
    scene = await Scene.start({
      upstreams: { canary: upstreamRecord([target(canary.port, { path: '/v2' })]) },
      routes: [
        route({
          path: '/rules',
          auth: 'api_key',
          plugins: split({
            rules: [
              { upstream: 'missing', header: 'x-canary' },
              { upstream: 'canary', header: 'x-canary', values: ['yes', '1'] },
              { upstream: 'canary', tenants: ['acme'] },
            ],
          }),
        }),
        route({
          path: '/half',
          auth: 'api_key',
          plugins: split({ shares: [{ upstream: 'canary', weight: 1 }], own_weight: 1 }),
        }),
        route({
          path: '/half-nobody',
          plugins: split({
            shares: [{ upstream: 'canary', weight: 1 }],
            own_weight: 1,
            sticky: 'nobody',
          }),
        }),
        route({
          path: '/all',
          plugins: split({ shares: [{ upstream: 'canary', weight: 1 }], own_weight: 0 }),
        }),
        route({
          path: '/gone',
          plugins: split({ shares: [{ upstream: 'missing', weight: 1 }], own_weight: 0 }),
        }),
      ],
    });
    acmeKey = await scene.publishKey({ tenant: 'acme' });
  });
  afterAll(async () => {
    await scene.stop();
    await canary.stop();
  });

  /** Whether the call came to the canary. */
  async function atCanary(path: string, headers: Record<string, string> = {}): Promise<boolean> {
    const before = canary.requests.length;
    expect((await scene.get(path, headers)).status).toBe(200);
    return canary.requests.length > before;
  }

  it('follows the first rule whose conditions hold; an upstream that is not there is passed over', async () => {
    const other = { 'x-api-key': await scene.publishKey({ tenant: 'umbrella' }) };
    expect(await atCanary('/rules', other)).toBe(false);
    expect(await atCanary('/rules', { ...other, 'x-canary': 'yes' })).toBe(true);
    expect(await atCanary('/rules', { ...other, 'x-canary': 'no' })).toBe(false);
    expect(await atCanary('/rules', { 'x-api-key': acmeKey })).toBe(true);
  });

  it('asks the other upstream by its own path and name', async () => {
    expect(await atCanary('/all?a=1')).toBe(true);
    const { url, headers } = canary.requests.at(-1) ?? {};
    expect([url, headers?.host]).toEqual(['/v2/all?a=1', `127.0.0.1:${canary.port}`]);
  });

  it('keeps a caller on one side, and puts callers on both', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => scene.publishKey()));
    const sides: boolean[] = [];
    for (const key of keys) {
      const headers = { 'x-api-key': key };
      const first = await atCanary('/half', headers);
      for (let i = 0; i < 3; i += 1) expect(await atCanary('/half', headers)).toBe(first);
      sides.push(first);
    }
    expect(new Set(sides).size).toBe(2);
  });

  it('shares out every call by itself where nobody is sticky', async () => {
    const sides: boolean[] = [];
    for (let i = 0; i < 40; i += 1) sides.push(await atCanary('/half-nobody'));
    expect(new Set(sides).size).toBe(2);
  });

  it('leaves the share of an upstream that the environment lacks with the route’s own', async () => {
    expect(await atCanary('/gone')).toBe(false);
  });
});
