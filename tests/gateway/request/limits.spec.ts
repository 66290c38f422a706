import { appDocument, ids } from '../../src/gateway/documents.ts';
import { lastingPeriod, limit, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('rate limits', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })], nginx: { worker_processes: 1 } });
  });
  afterAll(() => scene.stop());

  const get = (key: string, path = '/') => scene.get(path, { 'X-API-Key': key });
  async function statuses(key: string, count: number, path = '/'): Promise<number[]> {
    const list: number[] = [];
    for (let i = 0; i < count; i += 1) list.push((await get(key, path)).status);
    return list;
  }
  const attach = (...policies: ReturnType<typeof limit>[]) =>
    appDocument({
      limits: Object.fromEntries(policies.map((policy) => [policy.id, policy])),
      applied_limits: policies.map((policy) => policy.id),
    });

  describe.each(['local', 'redis', 'synced'] as const)('in the store %s', (store) => {
    it('pass the amount and refuse the next with what the client has to know', async () => {
      const policy = limit({ name: 'per "key"', store, by: ['key'] });
      await scene.gateway.publish([attach(policy)]);
      const key = await scene.publishKey();
      const first = await get(key);
      expect(first.status).toBe(200);
      expect(first.headers).toMatchObject({
        'ratelimit-policy': '"per \\"key\\"";q=3;w=3600',
        'x-ratelimit-limit': '3',
        'x-ratelimit-remaining': '2',
      });
      expect(first.headers.ratelimit).toMatch(/^"per \\"key\\"";r=2;t=\d+$/);
      expect(await statuses(key, 3)).toEqual([200, 200, 429]);
      const refused = await get(key);
      expect(refused.json()).toMatchObject({ code: 'rate_limited', status: 429, limit: 'per "key"' });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(refused.headers).toMatchObject({
        'ratelimit-policy': '"per \\"key\\"";q=3;w=3600',
        ratelimit: `"per \\"key\\"";r=0;t=${refused.headers['retry-after']}`,
        'x-ratelimit-limit': '3',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': refused.headers['retry-after'],
      });
    });

    it('count each key by itself', async () => {
      await scene.gateway.publish([attach(limit({ store, amount: 1, by: ['key'] }))]);
      const [one, two] = [await scene.publishKey(), await scene.publishKey()];
      expect([...(await statuses(one, 2)), ...(await statuses(two, 2))]).toEqual([200, 429, 200, 429]);
    });

    it('let requests in again when the window has passed', async () => {
      await scene.gateway.publish([attach(limit({ store, amount: 1, period_ms: 300, by: ['key'] }))]);
      const key = await scene.publishKey();
      await until(async () => (await statuses(key, 2)).includes(429), 'one that comes too early');
      await until(async () => (await get(key)).status === 200, 'the window to pass');
    });
  });

  it('count by combinations, with the address of the client', async () => {
    const policy = limit({ amount: 1, by: ['ip', 'route', 'tenant'] });
    const routes = ['/a', '/b'].map((path) => route({ path, auth: 'api_key' }));
    await scene.gateway.publish([attach(policy), routesDocument(routes)]);
    const acme = await scene.publishKey({ tenant: 'acme' });
    const other = await scene.publishKey({ tenant: 'other' });
    const sameTenant = await scene.publishKey({ tenant: 'acme' });
    expect(await statuses(acme, 2, '/a')).toEqual([200, 429]);
    expect(await statuses(acme, 1, '/b')).toEqual([200]);
    expect(await statuses(other, 1, '/a')).toEqual([200]);
    expect(await statuses(sameTenant, 1, '/a')).toEqual([429]);
    await scene.gateway.publish([routesDocument([route({ auth: 'api_key' })])]);
  });

  it('of app, route and key all have to pass; what one refuses does not count in the others', async () => {
    const wide = limit({ name: 'wide', amount: 4, by: ['tenant'], store: 'local' });
    const period_ms = lastingPeriod();
    const exact = limit({ name: 'exact', amount: 100, period_ms, by: ['tenant'], store: 'redis' });
    const narrow = limit({ name: 'narrow', amount: 1, by: ['key'], store: 'synced' });
    const policies = { [wide.id]: wide, [exact.id]: exact, [narrow.id]: narrow };
    await scene.gateway.publish([
      appDocument({ limits: policies, applied_limits: [wide.id] }),
      routesDocument([route({ auth: 'api_key', limits: [exact.id, wide.id] })]),
    ]);
    const key = await scene.publishKey({ limits: [narrow.id] });
    expect(await statuses(key, 6)).toEqual([200, 429, 429, 429, 429, 429]);
    const free = await scene.publishKey();
    const answer = await get(free);
    // One of four is used: the five refusals by `narrow` were taken back, and being attached twice counts once.
    expect(answer.headers['x-ratelimit-remaining']).toBe('2');
    const policy = `"wide";q=4;w=3600, "exact";q=100;w=${period_ms / 1_000}`;
    expect(answer.headers['ratelimit-policy']).toContain(policy);
    expect(await statuses(free, 3)).toEqual([200, 200, 429]);
    const counted = await scene.gateway.redis.client.keys(`*{${ids.app}}:limit:${exact.id}*`);
    expect(counted).toHaveLength(1);
    expect(await scene.gateway.redis.client.get(String(counted[0]))).toBe('4');
    await scene.gateway.publish([routesDocument([route({ auth: 'api_key' })])]);
  });

  it('of the redis store take one round trip, whatever their number', async () => {
    const policies = [1, 2, 3].map(() => limit({ store: 'redis', by: ['key'], amount: 1_000 }));
    await scene.gateway.publish([attach(...policies)]);
    const key = await scene.publishKey();
    await get(key);
    const calls = async () =>
      Number(/cmdstat_evalsha:calls=(\d+)/.exec(await scene.gateway.redis.client.info('commandstats'))?.[1]);
    const before = await calls();
    expect(await statuses(key, 5)).toEqual([200, 200, 200, 200, 200]);
    expect((await calls()) - before).toBe(5);
  });

  it('of the redis store are exact where many ask at once, of a server too that does not know the script', async () => {
    for (const algorithm of ['sliding_window', 'token_bucket'] as const) {
      const policy = limit({ store: 'redis', by: ['key'], amount: 20, period_ms: 3_600_000, algorithm });
      await scene.gateway.publish([attach(policy)]);
      const key = await scene.publishKey();
      await scene.gateway.redis.client.script('FLUSH');
      const answers = await Promise.all(Array.from({ length: 100 }, () => get(key)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(80);
    }
  });

  it('say nothing on success where the app does not want it', async () => {
    const policy = limit({ by: ['key'] });
    await scene.gateway.publish([
      appDocument({ limits: { [policy.id]: policy }, applied_limits: [policy.id], limit_headers: false }),
    ]);
    const answer = await get(await scene.publishKey());
    expect(Object.keys(answer.headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
  });

  it('keep their counts when the policy is edited', async () => {
    const policy = limit({ by: ['key'], amount: 3 });
    await scene.gateway.publish([attach(policy)]);
    const key = await scene.publishKey();
    expect(await statuses(key, 2)).toEqual([200, 200]);
    await scene.gateway.publish([attach({ ...policy, amount: 4 })]);
    expect(await statuses(key, 3)).toEqual([200, 200, 429]);
  });

  it('survive a worker in the stores that share: the fleet remembers', async () => {
    const policy = limit({ by: ['key'], store: 'synced', amount: 3 });
    await scene.gateway.publish([attach(policy)]);
    const key = await scene.publishKey();
    expect(await statuses(key, 3)).toEqual([200, 200, 200]);
    const sums = async () => {
      const [name] = await scene.gateway.redis.client.keys(`*{${ids.app}}:limit:${policy.id}*`);
      const counts = name ? await scene.gateway.redis.client.hvals(name) : [];
      return counts.reduce((sum, count) => sum + Number(count), 0);
    };
    await until(async () => (await sums()) === 3, 'the exchange');
    const [worker] = scene.gateway.nginx.workers();
    process.kill(Number(worker), 'SIGKILL');
    scene.gateway.expectProblems(/exited on signal 9/);
    await until(() => scene.gateway.nginx.workers().some((pid) => pid !== worker), 'a new worker');
    // The new worker admits at most what it does not know of: until its first exchange.
    await until(async () => (await get(key)).status === 429, 'the new worker to know');
    expect(await statuses(key, 2)).toEqual([429, 429]);
  });
});
