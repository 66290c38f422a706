import { appDocument, ids } from '../../src/gateway/documents.ts';
import { lastingPeriod, limit, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

/** So much that some hundred requests are far from a hundredth of it. */
const AMOUNT = 1_000_000;
/** Between two exchanges of a counter that is far from its limit, in milliseconds: this long at the least. */
const LAZY_MS = 3_750;

describe('a synced limit far from its amount', () => {
  let scene: Scene;

  beforeAll(async () => {
    const nginx = { worker_processes: 1 };
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })], nginx });
  });
  afterAll(() => scene.stop());

  /** @returns what sends so many requests one after the other, and what the fleet knows of them */
  async function counted() {
    const policy = limit({ store: 'synced', by: ['key'], amount: AMOUNT, period_ms: lastingPeriod() });
    await scene.gateway.publish([
      appDocument({ limits: { [policy.id]: policy }, applied_limits: [policy.id] }),
    ]);
    const key = await scene.publishKey();
    const send = async (count: number) => {
      for (let i = 0; i < count; i += 1)
        expect((await scene.get('/', { 'X-API-Key': key })).status).toBe(200);
    };
    const { client } = scene.gateway.redis;
    const known = async () => {
      const [name] = await client.keys(`*{${ids.app}}:limit:${policy.id}*`);
      const counts = name ? await client.hvals(name) : [];
      return counts.reduce((sum, count) => sum + Number(count), 0);
    };
    return { send, known };
  }

  const scriptCalls = async () => {
    const stats = await scene.gateway.redis.client.info('commandstats');
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  };

  it('is told to the fleet all the same, without a further request', async () => {
    const { send, known } = await counted();
    await send(1);
    await until(async () => (await known()) === 1, 'the first exchange');
    await send(20);
    await until(async () => (await known()) === 21, 'the next one');
  });

  it('is exchanged every few seconds, however many requests it counts', async () => {
    const { send, known } = await counted();
    await send(1);
    await until(async () => (await known()) === 1, 'the first exchange');
    const [before, began] = [await scriptCalls(), Date.now()];
    await send(1_500);
    const calls = (await scriptCalls()) - before;
    expect(calls).toBeLessThanOrEqual(1 + (Date.now() - began) / LAZY_MS);
  });

  it('is told after an exchange that ended with an error', async () => {
    scene.gateway.expectProblems(/limits: .* a test/);
    const { send, known } = await counted();
    await scene.gateway.lua(`local store = require "aegis.limits.state_store"
      local connect = store.connect
      store.connect = function() store.connect = connect error " a test" end`);
    await send(1);
    await until(() => scene.gateway.nginx.problems().some((line) => line.includes(' a test')), 'the error');
    await until(async () => (await known()) === 1, 'the exchange after it');
  });

  it('is told by a worker that leaves', async () => {
    const { send, known } = await counted();
    await send(1);
    await until(async () => (await known()) === 1, 'the first exchange');
    await send(20);
    const [worker] = scene.gateway.nginx.workers();
    // As nginx tells its workers on a reload and on a stop.
    process.kill(Number(worker), 'SIGQUIT');
    await until(() => !scene.gateway.nginx.workers().includes(Number(worker)), 'the worker to leave');
    await until(async () => (await known()) === 21, 'what it told');
  });
});
