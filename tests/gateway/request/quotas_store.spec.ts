import { QuotaOffice, quota, quotaSteps } from '../../src/gateway/quotas.ts';
import { route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('a quota', () => {
  let scene: Scene;
  let office: QuotaOffice;

  beforeAll(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })], nginx: { worker_processes: 1 } });
    office = new QuotaOffice(scene.gateway.redis.client);
  });
  afterAll(() => scene.stop());

  const { get, statuses, publish, start, readout } = quotaSteps(() => ({ scene, office }));

  describe('whose store was lost', () => {
    it('asks for a seed and lets requests wait for it', async () => {
      const record = quota({ amount: 2 });
      await publish(record);
      const key = await scene.publishKey();
      const waiting = get(key);
      await until(async () => (await office.asked()).includes(record.id), 'the question');
      await office.seed(record, { '': 1 });
      expect((await waiting).status).toBe(200);
      expect(await statuses(key, 1)).toEqual([429]);
    });

    it('refuses where nobody seeds it, unless it is soft', async () => {
      const record = quota({ amount: 2 });
      await publish(record);
      const key = await scene.publishKey();
      const refused = await get(key);
      expect(refused.status).toBe(503);
      expect(refused.json()).toMatchObject({ code: 'limit_unavailable' });
      await publish({ ...record, kind: 'soft' });
      expect(await statuses(key, 3)).toEqual([200, 200, 200]);
      await office.seed(record);
      await until(async () => (await office.counted(record)).used === 3, 'what was counted meanwhile');
    });

    it('counts on from the seed in a store that was emptied', async () => {
      const record = await start({ amount: 1_000 });
      const key = await scene.publishKey();
      await statuses(key, 40);
      await readout(key);
      expect((await office.counted(record)).used).toBe(40);
      const names = await scene.gateway.redis.client.keys('*:quota:*');
      await scene.gateway.redis.client.del(...names);
      await office.seed(record, { '': 40 });
      await statuses(key, 2);
      await until(async () => {
        await get(key);
        return (await office.counted(record)).used > 40;
      }, 'the new store to count');
      expect(await readout(key)).toMatchObject([{ amount: 1_000 }]);
    });
  });

  it('goes on from its lease while Redis is away, and refuses then', async () => {
    const record = await start({ amount: 100_000 });
    const key = await scene.publishKey();
    await statuses(key, 60);
    const lease = await until(async () => {
      const { used, held } = await office.counted(record);
      return used === 60 && held > used && held - used;
    }, 'a lease ahead, and every request to be reported');
    const { redis } = scene.gateway;
    redis.pause();
    try {
      expect(await statuses(key, lease)).toEqual(Array(lease).fill(200));
      await until(async () => (await get(key)).status !== 200, 'the end of the lease');
      expect((await get(key)).json()).toMatchObject({ code: 'limit_unavailable' });
    } finally {
      redis.resume();
    }
    await until(async () => (await get(key)).status === 200, 'Redis to be asked again');
  });

  it('of kind soft goes on while Redis is away, and reports later', async () => {
    const record = await start({ amount: 10, kind: 'soft' });
    const key = await scene.publishKey();
    await statuses(key, 1);
    await readout(key);
    const { redis } = scene.gateway;
    redis.pause();
    try {
      expect(await statuses(key, 20)).toEqual(Array(20).fill(200));
    } finally {
      redis.resume();
    }
    await until(async () => (await office.counted(record)).used === 21, 'the report');
  });

  it('gives back a lease that nobody uses', async () => {
    const record = await start({ amount: 100_000 });
    const key = await scene.publishKey();
    await statuses(key, 50);
    await until(async () => {
      const { used, held } = await office.counted(record);
      return used === 50 && held === 50;
    }, 'the lease to come back');
  });
});
