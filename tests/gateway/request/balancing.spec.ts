import { request } from 'node:http';
import type { UpstreamRecord } from '@aegis/contracts';
import { closedPort } from '../../src/closed-port.ts';
import {
  HOST,
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '../../src/gateway/traffic.ts';
import { RecordingUpstream } from '../../src/gateway-harness.ts';
import { until } from '../../src/wait.ts';

describe('targets share requests', () => {
  let scene: Scene;
  let backends: RecordingUpstream[];

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    backends = await Promise.all([1, 2, 3, 4].map(() => RecordingUpstream.start()));
  });
  afterAll(async () => {
    await scene.stop();
    await Promise.all(backends.map((backend) => backend.stop()));
  });

  const publish = (settings: Partial<UpstreamRecord>, ports = backends.map(({ port }) => port)) =>
    scene.gateway.publish([
      upstreamsDocument({
        main: upstreamRecord(
          ports.map((port) => target(port)),
          settings,
        ),
      }),
    ]);

  /** Position of the backend that a request reaches. */
  const reached = async (headers: Record<string, string>): Promise<number> => {
    const before = backends.map(({ requests }) => requests.length);
    expect((await scene.get('/', headers)).status).toBe(200);
    return backends.findIndex(({ requests }, index) => requests.length > (before[index] ?? 0));
  };

  const byHeader = { balance: 'consistent_hash', hash_by: { source: 'header', name: 'x-user' } } as const;
  const users = Array.from({ length: 60 }, (_, index) => `user-${index}`);

  const placesOf = async (): Promise<number[]> => {
    const places: number[] = [];
    for (const user of users) places.push(await reached({ 'x-user': user }));
    return places;
  };

  describe('by consistent hash', () => {
    it('so that one user always reaches the same one, and all of them have users', async () => {
      await publish(byHeader);
      const first = await placesOf();
      expect(await placesOf()).toEqual(first);
      expect(new Set(first).size).toBe(4);
    });

    it('so that a target that leaves or comes moves its own users only', async () => {
      await publish(byHeader);
      const four = await placesOf();
      await publish(
        byHeader,
        backends.slice(0, 3).map(({ port }) => port),
      );
      const three = await placesOf();
      const stayed = four.map((place, index) => (place === 3 ? three[index] : place));
      expect(three).toEqual(stayed);
      await publish(byHeader);
      expect(await placesOf()).toEqual(four);
    });

    it('so that users of a target that cannot be reached go to the same other one', async () => {
      scene.gateway.expectProblems(/connect\(\) failed \(111/);
      const closed = closedPort();
      await publish(byHeader, [...backends.map(({ port }) => port), closed]);
      const first = await placesOf();
      expect(await placesOf()).toEqual(first);
    });

    it.each([
      ['cookie', { source: 'cookie', name: 'cart' }, (value: string) => ({ cookie: `a=b; cart=${value}` })],
      ['header', { source: 'header', name: 'x-user' }, (value: string) => ({ 'x-user': value })],
    ] as const)('of a %s; without it by client address', async (_, hash_by, headers) => {
      await publish({ balance: 'consistent_hash', hash_by });
      const places = new Set<number>();
      for (const user of users) places.add(await reached(headers(user)));
      expect(places.size).toBe(4);
      const alone = await reached({});
      for (let i = 0; i < 5; i += 1) expect(await reached({})).toBe(alone);
    });

    it.each(['tenant', 'key'] as const)('of the caller’s %s', async (source) => {
      await publish({ balance: 'consistent_hash', hash_by: { source } });
      await scene.gateway.publish([routesDocument([route({ auth: 'api_key' })])]);
      const places = new Set<number>();
      for (let i = 0; i < 12; i += 1) {
        const key = await scene.publishKey({ tenant: `tenant-${i}` });
        const place = await reached({ 'x-api-key': key });
        expect(await reached({ 'x-api-key': key })).toBe(place);
        places.add(place);
      }
      expect(places.size).toBeGreaterThan(1);
      await scene.gateway.publish([routesDocument([route()])]);
    });
  });

  it('by who has the fewest under way, also after the configuration has changed', async () => {
    await publish(
      { balance: 'least_connections' },
      backends.slice(0, 2).map(({ port }) => port),
    );
    const [one, two] = backends;
    if (!one || !two) throw new Error('no backends');
    const held: (() => void)[] = [];
    const usual = one.answer;
    const hold: typeof usual = (_, response) => held.push(() => response.end());
    one.answer = hold;
    two.answer = hold;
    const busy = request({
      port: scene.gateway.port,
      host: '127.0.0.1',
      headers: { host: HOST },
      agent: false,
    });
    const over = new Promise((resolve) => busy.once('close', resolve));
    busy.on('response', (incoming) => incoming.resume()).end();
    await until(() => held.length === 1, 'a backend to be busy');
    one.answer = usual;
    two.answer = usual;
    const place = await reached({});
    for (let i = 0; i < 5; i += 1) expect(await reached({})).toBe(place);
    await scene.gateway.publish([routesDocument([route()])]);
    for (let i = 0; i < 5; i += 1) expect(await reached({})).toBe(place);
    held[0]?.();
    await over;
    const places = [await reached({}), await reached({})];
    expect(new Set(places)).toEqual(new Set([0, 1]));
  });
});
