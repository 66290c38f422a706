import type { LimitPolicy } from '@aegis/contracts';
import { call } from '../../src/gateway/call.ts';
import { appDocument } from '../../src/gateway/documents.ts';
import { expectExactly, numberOf, REDIS } from '../../src/gateway/exact.ts';
import { Load } from '../../src/gateway/load.ts';
import { HOST, lastingPeriod, limit, route, Scene } from '../../src/gateway/traffic.ts';
import type { GatewayHarness } from '../../src/gateway-harness.ts';
import { until } from '../../src/wait.ts';

const WORKERS = { worker_processes: 1 };
const HOUR = 3_600_000;
const WINDOW = lastingPeriod();

/** What each algorithm holds in these tests: this much at once, and nothing drains while they run. */
const HOLDS = 40;
const settings: Record<LimitPolicy['algorithm'], Partial<LimitPolicy>> = {
  fixed_window: { amount: HOLDS },
  sliding_window: { amount: HOLDS },
  token_bucket: { amount: 1, burst: HOLDS },
  leaky_bucket: { amount: HOLDS, max_delay_ms: 0 },
};
const algorithms = Object.keys(settings) as LimitPolicy['algorithm'][];

describe('limits of three gateways', () => {
  let scene: Scene;
  let gateways: GatewayHarness[];

  beforeAll(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })], nginx: WORKERS });
    const { gateway } = scene;
    gateways = [
      gateway,
      await gateway.another(2, { nginx: WORKERS }),
      await gateway.another(3, { nginx: WORKERS }),
    ];
  });
  afterAll(async () => {
    for (const gateway of gateways.slice(1)) await gateway.stop();
    await scene.stop();
  });

  const status = async (gateway: GatewayHarness, key: string) =>
    (await call(gateway.port, '/', { headers: { host: HOST, 'X-API-Key': key } })).status;
  const at = async (gateway: GatewayHarness, key: string) => (await status(gateway, key)) === 200;
  /** Sends this many to every gateway, all at once. @returns how they were answered */
  const statuses = (key: string, count: number) =>
    Promise.all(gateways.flatMap((gateway) => Array.from({ length: count }, () => status(gateway, key))));
  const passed = async (key: string, count: number) => numberOf(200, await statuses(key, count));
  /** @returns a new key that it counts */
  async function publish(policy: LimitPolicy): Promise<string> {
    const document = appDocument({ limits: { [policy.id]: policy }, applied_limits: [policy.id] });
    const revision = await scene.gateway.publish([document]);
    for (const gateway of gateways) await gateway.serves(revision);
    return await scene.publishKey();
  }

  it.each(algorithms)('%s in the store redis is exact', async (algorithm) => {
    const policy = limit({
      ...REDIS,
      algorithm,
      by: ['key'],
      period_ms: WINDOW,
      ...settings[algorithm],
    });
    const key = await publish(policy);
    // What smooths takes one in each interval, and here no other may wait.
    const holds = algorithm === 'leaky_bucket' ? 1 : HOLDS;
    const answers = await statuses(key, HOLDS);
    expectExactly(holds, numberOf(200, answers), numberOf(503, answers));
  });

  it('leaky_bucket in the store redis lets exactly those wait that the bound allows', async () => {
    const policy = limit({
      ...REDIS,
      algorithm: 'leaky_bucket',
      by: ['key'],
      amount: 1,
      // So long that all of them have come before a place is free again.
      period_ms: 3_000,
      max_delay_ms: 6_000,
    });
    const answers = await statuses(await publish(policy), 10);
    expectExactly(3, numberOf(200, answers), numberOf(503, answers));
  });

  it.each(['sliding_window', 'token_bucket'] as const)(
    'of 100,000 requests %s in the store redis lets exactly 1,000 pass',
    async (algorithm) => {
      // Of the bucket nothing drains meanwhile: one in a day.
      const amounts =
        algorithm === 'token_bucket'
          ? { amount: 1, burst: 1_000, period_ms: 24 * HOUR }
          : { amount: 1_000, period_ms: lastingPeriod() };
      const key = await publish(limit({ ...REDIS, algorithm, by: ['key'], ...amounts }));
      const loads = gateways.map(({ port }) => new Load(port, '/', { host: HOST, 'X-API-Key': key }, 16));
      await until(
        () => loads.reduce((sum, { total }) => sum + total, 0) >= 100_000,
        '100,000 answers',
        180_000,
      );
      const answers = await Promise.all(loads.map((load) => load.stop()));
      const total = (code: number) => answers.reduce((sum, counts) => sum + (counts[code] ?? 0), 0);
      expectExactly(1_000, total(200), total(503));
      expect(
        answers.flatMap((counts) => Object.keys(counts)).filter((status) => status === 'failed'),
      ).toEqual([]);
    },
    200_000,
  );

  it.each(['sliding_window', 'token_bucket'] as const)(
    '%s in the store synced passes hardly more than its amount, however large that is',
    async (algorithm) => {
      // So large that what a busy machine adds while an exchange is under way is nothing to a hundredth of it.
      const amount = 50_000;
      const amounts = algorithm === 'token_bucket' ? { amount: 1, burst: amount } : { amount };
      const key = await publish(
        limit({ algorithm, store: 'synced', by: ['key'], period_ms: 24 * HOUR, ...amounts }),
      );
      const loads = gateways.map(({ port }) => new Load(port, '/', { host: HOST, 'X-API-Key': key }, 16));
      const refused = (load: Load) => load.counts.get(429) ?? 0;
      await until(() => loads.every((load) => refused(load) > 500), 'every gateway to refuse', 180_000);
      const answers = await Promise.all(loads.map((load) => load.stop()));
      const total = answers.reduce((sum, counts) => sum + (counts['200'] ?? 0), 0);
      expect(total).toBeGreaterThanOrEqual(amount);
      // Of the stated bound only what does not depend on the speed of this machine: (N - 1) * R / 100.
      expect(total).toBeLessThanOrEqual(amount + ((gateways.length - 1) * amount) / 100);
    },
    200_000,
  );

  describe.each(['fixed_window', 'sliding_window', 'token_bucket'] as const)(
    '%s in the store synced',
    (algorithm) => {
      const make = () =>
        limit({ algorithm, store: 'synced', by: ['key'], period_ms: WINDOW, ...settings[algorithm] });

      it('stays within the stated bound, and then every gateway knows', async () => {
        const key = await publish(make());
        const first = await passed(key, HOLDS);
        // (N - 1) × R above what it holds, R = what was left at the last exchange: here all of it.
        expect(first).toBeGreaterThanOrEqual(HOLDS);
        expect(first).toBeLessThanOrEqual(gateways.length * HOLDS);
        await until(async () => (await passed(key, 1)) === 0, 'every gateway to know');
      });

      it('knows what another gateway let in: the overshoot is what was left then', async () => {
        const [one, ...others] = gateways;
        if (!one) throw new Error('no gateway');
        const key = await publish(make());
        const used = HOLDS - 4;
        const start = await Promise.all(Array.from({ length: used }, () => at(one, key)));
        expect(start.every(Boolean)).toBe(true);
        // A gateway learns of a counter with its first request.
        for (const gateway of others) {
          await until(async () => {
            const { status, headers } = await call(gateway.port, '/', {
              headers: { host: HOST, 'X-API-Key': key },
            });
            return status === 429 || Number(headers['x-ratelimit-remaining']) < 4;
          }, 'the exchange');
        }
        expect(await passed(key, 20)).toBeLessThanOrEqual(gateways.length * 4);
        await until(async () => (await passed(key, 1)) === 0, 'every gateway to know');
      });
    },
  );

  it('leaky_bucket in the store synced: one per interval and gateway at the most, then one for all', async () => {
    const key = await publish(
      limit({
        algorithm: 'leaky_bucket',
        store: 'synced',
        by: ['key'],
        amount: 1,
        period_ms: HOUR,
        max_delay_ms: 0,
      }),
    );
    const first = await passed(key, 10);
    expect(first).toBeGreaterThanOrEqual(1);
    expect(first).toBeLessThanOrEqual(gateways.length);
    expect(await passed(key, 5)).toBeLessThanOrEqual(gateways.length - first);
  });

  it('token_bucket in the store synced keeps all that passed, each once, until it has drained', async () => {
    const policy = limit({
      algorithm: 'token_bucket',
      store: 'synced',
      by: ['key'],
      amount: 1,
      burst: 8,
      period_ms: 24 * HOUR,
    });
    const key = await publish(policy);
    let total = await passed(key, 8);
    await until(async () => {
      const more = await passed(key, 1);
      total += more;
      return more === 0;
    }, 'every gateway to know');
    const { client } = scene.gateway.redis;
    const level = async () => {
      const [name] = await client.keys(`*:limit:${policy.id}*:b`);
      return name ? Number(await client.hget(name, 'level')) : 0;
    };
    // What passed too much is owed: the fleet lets nothing in before it has drained.
    await until(async () => Math.abs((await level()) - total) < 0.1, 'the level of the fleet');
  });
});
