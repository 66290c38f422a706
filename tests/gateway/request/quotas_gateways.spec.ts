import type { QuotaRecord } from '@aegis/contracts';
import { call } from '../../src/gateway/call.ts';
import { Load } from '../../src/gateway/load.ts';
import { QuotaOffice, quota, quotasDocument } from '../../src/gateway/quotas.ts';
import { HOST, route, Scene } from '../../src/gateway/traffic.ts';
import type { GatewayHarness } from '../../src/gateway-harness.ts';
import { until } from '../../src/wait.ts';

const WORKERS = { worker_processes: 2 };

describe('a quota over three gateways', () => {
  let scene: Scene;
  let gateways: GatewayHarness[];
  let office: QuotaOffice;

  beforeAll(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })], nginx: WORKERS });
    const { gateway } = scene;
    gateways = [
      gateway,
      await gateway.another(2, { nginx: WORKERS }),
      await gateway.another(3, { nginx: WORKERS }),
    ];
    office = new QuotaOffice(gateway.redis.client);
  });
  afterAll(async () => {
    for (const gateway of gateways.slice(1)) await gateway.stop();
    await scene.stop();
  });

  async function start(amount: number): Promise<{ record: QuotaRecord; key: string }> {
    const record = quota({ amount });
    await office.seed(record);
    const revision = await scene.gateway.publish([quotasDocument([record])]);
    for (const gateway of gateways) await gateway.serves(revision);
    return { record, key: await scene.publishKey() };
  }
  const loads = (key: string) =>
    gateways.map(({ port }) => new Load(port, '/', { host: HOST, 'X-API-Key': key }, 8));
  const passed = (counts: Record<string, number>[]) => counts.reduce((sum, { '200': ok = 0 }) => sum + ok, 0);
  const total = (all: Load[]) => all.reduce((sum, load) => sum + load.total, 0);

  it('of kind hard lets exactly its amount pass, whichever gateway is asked', async () => {
    const { record, key } = await start(3_000);
    const all = loads(key);
    await until(() => total(all) >= 9_000, 'three times as many answers', 60_000);
    // Leases that a worker still holds are used up by its own callers.
    await until(async () => {
      const { used, held } = await office.counted(record);
      return used === 3_000 && held === 3_000;
    }, 'all of it to be used');
    const counts = await Promise.all(all.map((load) => load.stop()));
    expect(passed(counts)).toBe(3_000);
    expect(counts.flatMap((one) => Object.keys(one)).filter((status) => status === 'failed')).toEqual([]);
  }, 90_000);

  it('loses at most what a worker that dies had leased', async () => {
    const { record, key } = await start(20_000);
    const all = loads(key);
    await until(async () => (await office.counted(record)).used > 2_000, 'traffic', 60_000);
    const [victim] = gateways[1]?.nginx.workers() ?? [];
    process.kill(Number(victim), 'SIGKILL');
    gateways[1]?.expectProblems(/exited on signal 9/);
    const leases = () => office.leases(record);
    await until(
      async () => {
        const { held } = await office.counted(record);
        const open = (await leases()).filter((lease) => lease > 0);
        return held === 20_000 && open.length <= 1;
      },
      'the rest to be used',
      60_000,
    );
    const counts = await Promise.all(all.map((load) => load.stop()));
    const lost = (await leases()).reduce((sum, lease) => sum + lease, 0);
    // Answers that were on their way when the worker died were counted and not received.
    expect(passed(counts)).toBeLessThanOrEqual(20_000);
    expect(passed(counts)).toBeGreaterThanOrEqual(20_000 - lost - 8);
    // A grant is a fiftieth of what is left at the most, and comes when less than half of one is left.
    expect(lost).toBeLessThanOrEqual((1.5 * 20_000) / 50);
  }, 120_000);

  it('gets back what a leaving worker had leased', async () => {
    const { record, key } = await start(1_000_000);
    const [gateway] = gateways;
    const get = () => call(gateway?.port ?? 0, '/', { headers: { host: HOST, 'X-API-Key': key } });
    await until(async () => {
      await Promise.all(Array.from({ length: 40 }, get));
      const { used, held } = await office.counted(record);
      return held - used > 20;
    }, 'leases');
    for (const pid of gateway?.nginx.workers() ?? []) process.kill(pid, 'SIGQUIT');
    await until(async () => {
      const { used, held } = await office.counted(record);
      return used === held;
    }, 'the leases to come back');
    await gateway?.ready();
  });

  it('of kind soft counts every request of all gateways', async () => {
    const record = quota({ amount: 100, kind: 'soft' });
    await office.seed(record);
    const revision = await scene.gateway.publish([quotasDocument([record])]);
    for (const gateway of gateways) await gateway.serves(revision);
    const all = loads(await scene.publishKey());
    await until(() => total(all) >= 2_000, 'traffic', 60_000);
    const counts = await Promise.all(all.map((load) => load.stop()));
    await until(async () => (await office.counted(record)).used === passed(counts), 'the reports');
  });
});
