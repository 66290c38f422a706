import { appDocument, ids } from '../../src/gateway/documents.ts';
import { expectExactly, numberOf, REDIS } from '../../src/gateway/exact.ts';
import { lastingPeriod, limit, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const WORKERS = 4;
const period_ms = lastingPeriod();

describe('limits of several workers', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })], nginx: { worker_processes: WORKERS } });
  });
  afterAll(() => scene.stop());

  /** Sends this many, many at a time, on connections that spread over the workers. @returns how they were answered */
  async function statuses(key: string, count: number): Promise<number[]> {
    const answers = await Promise.all(
      Array.from({ length: count }, () => scene.get('/', { 'X-API-Key': key })),
    );
    return answers.map(({ status }) => status);
  }
  const passed = async (key: string, count: number) => numberOf(200, await statuses(key, count));

  const publish = (policy: ReturnType<typeof limit>) =>
    scene.gateway.publish([appDocument({ limits: { [policy.id]: policy }, applied_limits: [policy.id] })]);

  it.each([
    ['fixed_window', 'local', { amount: 60, period_ms }],
    ['fixed_window', 'redis', { amount: 60, period_ms }],
    ['sliding_window', 'local', { amount: 60, period_ms }],
    ['sliding_window', 'redis', { amount: 60, period_ms }],
    ['token_bucket', 'local', { amount: 1, burst: 60 }],
    ['token_bucket', 'redis', { amount: 1, burst: 60 }],
  ] as const)('that count as %s in the store %s are exact', async (algorithm, store, settings) => {
    await publish(limit({ ...REDIS, algorithm, store, by: ['key'], ...settings }));
    const answers = await statuses(await scene.publishKey(), 200);
    expectExactly(60, numberOf(200, answers), store === 'redis' ? numberOf(503, answers) : 0);
  });

  it.each(['local', 'redis'] as const)(
    'that count as leaky_bucket in the store %s let one in',
    async (store) => {
      const settings = { algorithm: 'leaky_bucket', amount: 60, max_delay_ms: 0 } as const;
      await publish(limit({ ...REDIS, ...settings, by: ['key'], store }));
      const answers = await statuses(await scene.publishKey(), 200);
      expectExactly(1, numberOf(200, answers), store === 'redis' ? numberOf(503, answers) : 0);
    },
  );

  it('in a bucket of the store local never lose what another worker takes at the same moment', async () => {
    const chunk = `
      local policy = require("aegis.limits.policy").compile("app", { id = "race", name = "race", by = {},
        algorithm = "token_bucket", amount = 1, burst = 100000, period_ms = 86400000,
        store = "local", on_store_failure = "local" })
      local store, counter, passed = require "aegis.limits.stores.local_bucket", { key = "race" }, 0
      for _ = 1, 50000 do
        passed = passed + (store.try(policy, counter, 1) and 1 or 0)
      end
      return passed`;
    const counts = await Promise.all(Array.from({ length: 8 }, () => scene.gateway.lua(chunk)));
    expect(counts.reduce<number>((sum, count) => sum + Number(count), 0)).toBe(100_000);
  });

  it('in the synced store stay within the stated bound', async () => {
    const amount = 100;
    const policy = limit({ store: 'synced', by: ['key'], amount, period_ms });
    await publish(policy);
    const key = await scene.publishKey();
    const first = await passed(key, 60);
    expect(first).toBe(60);
    const known = async () => {
      const [name] = await scene.gateway.redis.client.keys(`*{${ids.app}}:limit:${policy.id}*`);
      const counts = name ? await scene.gateway.redis.client.hvals(name) : [];
      return counts.reduce((sum, count) => sum + Number(count), 0);
    };
    await until(async () => (await known()) === first, 'the exchange of every worker');
    const second = await passed(key, 400);
    // (N - 1) * R above the amount, R = what was left at the last exchange: at most all of it.
    expect(first + second).toBeGreaterThanOrEqual(amount);
    expect(first + second).toBeLessThanOrEqual(amount + (WORKERS - 1) * amount);
    // Once the sums are exchanged, nobody lets anything in any more.
    await until(async () => (await passed(key, 20)) === 0, 'every worker to know');
    await until(async () => (await known()) === first + second || (await known()) > amount, 'the sums');
  });
});
