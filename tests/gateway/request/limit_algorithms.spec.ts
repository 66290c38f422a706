import type { LimitPolicy, LimitStore, RouteRecord } from '@aegis/contracts';
import { appDocument } from '../../src/gateway/documents.ts';
import { lastingPeriod, limit, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

interface Case {
  settings: Partial<LimitPolicy>;
  /** Quota policy of the IETF draft, after the name. */
  quota: string;
}

const period_ms = lastingPeriod();
const seconds = period_ms / 1_000;

/** Each lets three pass at once; so slowly that nothing drains while a test runs, but for what it waits for. */
const cases: Record<LimitPolicy['algorithm'], Case> = {
  fixed_window: { settings: { amount: 3, period_ms }, quota: `q=3;w=${seconds}` },
  sliding_window: { settings: { amount: 3, period_ms }, quota: `q=3;w=${seconds}` },
  token_bucket: { settings: { amount: 6, burst: 3, period_ms }, quota: `q=6;w=${seconds};burst=3` },
  leaky_bucket: {
    settings: { amount: 60, period_ms: 60_000, max_delay_ms: 2_000 },
    quota: 'q=60;w=60;burst=3',
  },
};
/** One passes, the next after a moment. */
const quick: Record<LimitPolicy['algorithm'], Partial<LimitPolicy>> = {
  fixed_window: { amount: 1, period_ms: 300 },
  sliding_window: { amount: 1, period_ms: 300 },
  token_bucket: { amount: 2, burst: 1, period_ms: 600 },
  leaky_bucket: { amount: 2, max_delay_ms: 0, period_ms: 600 },
};
const stores: LimitStore[] = ['local', 'redis', 'synced'];
const algorithms = Object.keys(cases) as LimitPolicy['algorithm'][];
const all = algorithms.flatMap((algorithm) => stores.map((store) => ({ algorithm, store })));

describe('a limit', () => {
  let scene: Scene;
  /** What the backend says that a request cost. */
  let told = '500';

  beforeAll(async () => {
    const at = (path: string, settings: Partial<RouteRecord>) =>
      route({ path, auth: 'api_key', ...settings });
    scene = await Scene.start({
      routes: [
        at('/*', {}),
        at('/free', { cost: 0 }),
        at('/heavy', { cost: 2 }),
        at('/told', { cost_header: { name: 'x-request-cost', remove: false } }),
        at('/hidden', { cost_header: { name: 'x-request-cost', remove: true } }),
      ],
      nginx: { worker_processes: 1 },
    });
    scene.upstream.answer = ({ url }, response) => {
      if (url !== '/') response.setHeader('x-request-cost', told);
      response.end();
    };
  });
  afterAll(() => scene.stop());

  const get = (key: string, path = '/') => scene.get(path, { 'X-API-Key': key });
  const together = (key: string, count: number, path = '/') =>
    Promise.all(Array.from({ length: count }, async () => get(key, path)));
  const publish = (...policies: LimitPolicy[]) =>
    scene.gateway.publish([
      appDocument({
        limits: Object.fromEntries(policies.map((policy) => [policy.id, policy])),
        applied_limits: policies.map((policy) => policy.id),
      }),
    ]);
  const forwarded = () => scene.upstream.requests.length;

  describe.each(all)('$algorithm in the store $store', ({ algorithm, store }) => {
    const { settings, quota } = cases[algorithm];
    const make = (changes: Partial<LimitPolicy> = {}) =>
      limit({ name: 'rule', algorithm, store, by: ['key'], ...settings, ...changes });

    it('lets through what it holds, refuses the rest, and says so in every answer', async () => {
      await publish(make());
      const key = await scene.publishKey();
      const before = forwarded();
      const answers = await together(key, 5);
      const passed = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 429);
      expect([passed.length, refused.length, forwarded() - before]).toEqual([3, 2, 3]);
      const left = passed.map(({ headers }) => headers['x-ratelimit-remaining']);
      expect(left.sort()).toEqual(['0', '1', '2']);
      for (const { headers } of passed) {
        expect(headers).toMatchObject({
          'ratelimit-policy': `"rule";${quota}`,
          ratelimit: `"rule";r=${headers['x-ratelimit-remaining']};t=${headers['x-ratelimit-reset']}`,
          'x-ratelimit-limit': '3',
        });
        expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThan(0);
      }
      for (const answer of refused) {
        const { headers } = answer;
        expect(answer.json()).toMatchObject({ code: 'rate_limited', limit: 'rule' });
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
        expect(headers).toMatchObject({
          'ratelimit-policy': `"rule";${quota}`,
          ratelimit: `"rule";r=0;t=${headers['retry-after']}`,
          'x-ratelimit-limit': '3',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': headers['retry-after'],
        });
      }
    });

    it('lets in again when its time has come', async () => {
      await publish(make({ ...quick[algorithm] }));
      const key = await scene.publishKey();
      const statuses = async () => (await together(key, 4)).map(({ status }) => status);
      await until(async () => (await statuses()).includes(429), 'one that comes too early');
      await until(async () => (await get(key)).status === 200, 'the next to pass');
    });

    it('does not count what another limit refuses', async () => {
      const narrow = limit({ name: 'narrow', amount: 1, period_ms, by: ['ip', 'key'], store });
      const wide = make({ by: ['app'] });
      await publish(wide, narrow);
      const key = await scene.publishKey();
      const answers = [await get(key), await get(key), await get(key)];
      expect(answers.map(({ status }) => status)).toEqual([200, 429, 429]);
      await publish(wide);
      const rest = await together(key, 4);
      // One of three is used; of what smooths even that may have drained.
      const passed = rest.filter(({ status }) => status === 200).length;
      expect(passed).toBeGreaterThanOrEqual(2);
      expect(passed).toBeLessThanOrEqual(algorithm === 'leaky_bucket' ? 3 : 2);
    });

    it('counts what the route costs', async () => {
      await publish(make());
      const key = await scene.publishKey();
      const answers = await together(key, 4, '/heavy');
      // What smooths lets the second one wait until the first has drained.
      const passed = algorithm === 'leaky_bucket' ? 2 : 1;
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(passed);
      if (algorithm === 'leaky_bucket') return;
      expect((await get(key)).status).toBe(200);
      expect((await get(key)).status).toBe(429);
    });

    it.each(['/told', '/hidden'])('owes what the answer of %s says, whatever room there is', async (path) => {
      await publish(make());
      const key = await scene.publishKey();
      told = '500';
      const answer = await get(key, path);
      expect(answer.status).toBe(200);
      expect(answer.headers['x-request-cost']).toBe(path === '/told' ? told : undefined);
      await until(async () => (await get(key, '/free')).status === 429, 'the debt to count');
      expect((await get(key)).status).toBe(429);
    });

    it('counts on when the policy is edited', async () => {
      const policy = make({ ...(algorithm === 'leaky_bucket' && { amount: 1, max_delay_ms: 30 }) });
      await publish(policy);
      const key = await scene.publishKey();
      const most = algorithm === 'leaky_bucket' ? 1 : 3;
      expect((await together(key, 5)).filter(({ status }) => status === 200)).toHaveLength(most);
      await publish({ ...policy, name: 'renamed' });
      expect((await get(key)).status).toBe(429);
    });
  });

  it.each(['-5', '5, 5', 'many', '1e3', '', '0'])(
    'takes no cost from an answer that says "%s"',
    async (value) => {
      await publish(limit({ by: ['key'], store: 'local', amount: 3 }));
      const key = await scene.publishKey();
      told = value;
      expect((await together(key, 4, '/told')).filter(({ status }) => status === 200)).toHaveLength(3);
    },
  );

  it('owes at most a bounded cost, whatever an answer says', async () => {
    await publish(limit({ by: ['key'], store: 'redis', amount: 3 }));
    const key = await scene.publishKey();
    told = '9'.repeat(400);
    expect((await get(key, '/told')).status).toBe(200);
    await until(async () => (await get(key, '/free')).status === 429, 'the debt to count');
  });

  it('loses no debt while Redis is away', async () => {
    await publish(limit({ by: ['key'], store: 'redis', amount: 3, on_store_failure: 'allow' }));
    const key = await scene.publishKey();
    const { redis } = scene.gateway;
    expect((await get(key)).status).toBe(200);
    redis.pause();
    try {
      told = '5';
      expect((await get(key, '/told')).status).toBe(200);
    } finally {
      redis.resume();
    }
    await until(async () => (await get(key, '/free')).status === 429, 'the debt to count');
  });

  it.each(stores)('leaky_bucket in the store %s holds requests back until their turn', async (store) => {
    await publish(
      limit({
        algorithm: 'leaky_bucket',
        store,
        amount: 5,
        period_ms: 1_000,
        max_delay_ms: 500,
        by: ['key'],
      }),
    );
    const key = await scene.publishKey();
    const began = performance.now();
    const answers = await together(key, 3);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    // Two intervals of 200 ms have to pass before the third is sent on: a lower bound, whatever the machine.
    expect(performance.now() - began).toBeGreaterThanOrEqual(395);
  });

  it('keeps windows and buckets of a policy apart when its algorithm changes', async () => {
    const policy = limit({ by: ['key'], store: 'synced', amount: 2 });
    const key = await scene.publishKey();
    const passed: number[] = [];
    for (const algorithm of ['sliding_window', 'token_bucket', 'sliding_window'] as const) {
      await publish({ ...policy, algorithm });
      passed.push((await together(key, 4)).filter(({ status }) => status === 200).length);
    }
    expect(passed).toEqual([2, 2, 0]);
  });

  it.each([
    ['{ algorithm = "guess" }', 'unknown algorithm guess'],
    ['{ algorithm = "token_bucket", burst = 0.5 }', 'burst must be a whole number above 0'],
    ['{ algorithm = "leaky_bucket" }', 'leaky_bucket needs max_delay_ms of 0 or more'],
  ])('%s that a document carries is refused by the gateway itself', async (record, problem) => {
    const base = 'name = "n", id = "i", amount = 1, period_ms = 1000, by = {}, store = "local"';
    const chunk = `local record = { ${base}, on_store_failure = "local" }
      for name, value in pairs(${record}) do record[name] = value end
      return (select(2, require("aegis.limits.policy").compile("app", record)))`;
    expect(await scene.gateway.lua(chunk)).toBe(problem);
  });
});
