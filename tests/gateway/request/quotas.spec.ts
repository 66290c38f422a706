import { tenantDocumentId } from '@aegis/contracts/node';
import { ids } from '../../src/gateway/documents.ts';
import type { Publication } from '../../src/gateway/publisher.ts';
import { QUOTA_READOUT, QuotaOffice, quota, quotaSteps, quotasDocument } from '../../src/gateway/quotas.ts';
import { lastStep, sampleOf } from '../../src/gateway/samples.ts';
import { limit, nextId, route, Scene, STAGING_HOST } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('a quota', () => {
  let scene: Scene;
  let office: QuotaOffice;

  beforeAll(async () => {
    scene = await Scene.start({
      routes: [route({ auth: 'api_key' }), route({ path: '/open' })],
      nginx: { worker_processes: 1 },
    });
    office = new QuotaOffice(scene.gateway.redis.client);
  });
  afterAll(() => scene.stop());

  const { get, statuses, publish, start, readout } = quotaSteps(() => ({ scene, office }));

  it('of kind hard refuses what is above it, and says until when', async () => {
    await start({ amount: 3 });
    const key = await scene.publishKey();
    expect(await statuses(key, 3)).toEqual([200, 200, 200]);
    const before = scene.upstream.requests.length;
    const now = new Date();
    const refused = await get(key);
    expect(refused.status).toBe(429);
    const problem = refused.json() as Record<string, unknown>;
    expect(problem).toMatchObject({ code: 'quota_exceeded', quota: 'monthly', amount: 3 });
    const reset = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
    expect(problem.resets_at).toBe(new Date(reset).toISOString().replace('.000', ''));
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual((reset - now.getTime()) / 1_000 + 1);
    expect(scene.upstream.requests.length).toBe(before);
    const trace = lastStep(await sampleOf(scene, String(refused.headers['x-request-id'])));
    expect(trace).toMatchObject({
      step: 'limit',
      rule: 'monthly: 3 in a month, of each app',
      about: { kind: 'quota', name: 'monthly' },
      details: { quotas: ['monthly: 3 of 3 used'] },
    });
  });

  it('of kind soft counts on, and the overage shows', async () => {
    const record = await start({ amount: 2, kind: 'soft' });
    const key = await scene.publishKey();
    expect(await statuses(key, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(await readout(key)).toMatchObject([{ kind: 'soft', amount: 2, used: 5, remaining: 0 }]);
    expect((await office.counted(record)).used).toBe(5);
  });

  it('counts all keys of a tenant together, and each tenant by itself', async () => {
    await start({ amount: 2, counted_by: 'tenant' });
    const [one, two] = [
      await scene.publishKey({ tenant: 'acme' }),
      await scene.publishKey({ tenant: 'acme' }),
    ];
    const other = await scene.publishKey({ tenant: 'other' });
    expect([...(await statuses(one, 1)), ...(await statuses(two, 2))]).toEqual([200, 200, 429]);
    // A key that was rotated is another key of the same tenant.
    const rotated = await scene.publishKey({ tenant: 'acme' });
    expect([...(await statuses(rotated, 1)), ...(await statuses(other, 1))]).toEqual([429, 200]);
  });

  it('counts each environment by itself', async () => {
    const record = await start({ amount: 1 });
    const key = await scene.publishKey();
    const staging = await scene.publishKey({ environment: 'staging' });
    expect(await statuses(key, 2)).toEqual([200, 429]);
    expect((await scene.get('/', { host: STAGING_HOST, 'x-api-key': staging })).status).toBe(200);
    await until(async () => (await office.counted(record, '', 'staging')).used === 1, 'the report');
  });

  it('counts on from what was used before', async () => {
    await start({ amount: 10 }, { '': 8 });
    expect(await statuses(await scene.publishKey(), 4)).toEqual([200, 200, 429, 429]);
  });

  it('counts by the calendar of its time zone', async () => {
    // Clocks that are 14 hours ahead: another day, or at least another end of it, than in UTC.
    const zone = [{ from: 0, offset_s: 14 * 3_600 }];
    const record = await start({ period: 'day', time_zone: 'Pacific/Kiritimati', zone, amount: 1 });
    const key = await scene.publishKey();
    expect(await statuses(key, 2)).toEqual([200, 429]);
    const local = new Date(Date.now() + 14 * 3_600_000);
    const day = Math.floor(local.getTime() / 86_400_000) + 1;
    expect(await readout(key)).toMatchObject([
      {
        period: 'day',
        resets_at: new Date(day * 86_400_000 - 14 * 3_600_000).toISOString().replace('.000', ''),
      },
    ]);
    expect((await office.counted(record)).used).toBe(1);
  });

  it('begins anew with the next period', async () => {
    const record = await start({ amount: 1, period: 'day', time_zone: 'Test/Soon' });
    const key = await scene.publishKey();
    expect(await statuses(key, 2)).toEqual([200, 429]);
    // A calendar whose day ends in a moment: clocks that are set so far ahead that it is the next midnight then.
    const now = Math.ceil(Date.now() / 1_000);
    const midnight = 86_400 - (now % 86_400);
    const zone = [
      { from: 0, offset_s: 0 },
      { from: now + 2, offset_s: midnight },
    ];
    await publish({ ...record, zone });
    await until(async () => (await get(key)).status === 200, 'the next day');
    expect(await statuses(key, 1)).toEqual([429]);
  });

  it('can be raised and lowered while it counts', async () => {
    const record = await start({ amount: 2 });
    const key = await scene.publishKey();
    expect(await statuses(key, 3)).toEqual([200, 200, 429]);
    await publish({ ...record, amount: 4 });
    expect(await statuses(key, 3)).toEqual([200, 200, 429]);
    await publish({ ...record, amount: 3, kind: 'soft' });
    expect(await statuses(key, 2)).toEqual([200, 200]);
    await publish({ ...record, amount: 3 });
    expect(await statuses(key, 1)).toEqual([429]);
    await publish({ ...record, amount: 7 });
    expect(await statuses(key, 2)).toEqual([200, 429]);
  });

  it('does not count what a limit refuses, nor the other way round', async () => {
    const record = quota({ amount: 3 });
    await office.seed(record);
    const policies = (['local', 'redis', 'synced'] as const).map((store) =>
      limit({ store, amount: store === 'redis' ? 1 : 2, by: ['key'] }),
    );
    const limits = Object.fromEntries(policies.map((policy) => [policy.id, policy]));
    const applied = (list: typeof policies) => ({ limits, applied_limits: list.map(({ id }) => id) });
    await scene.gateway.publish([quotasDocument([record], applied(policies))]);
    const key = await scene.publishKey();
    expect(await statuses(key, 3)).toEqual([200, 429, 429]);
    await until(async () => (await office.counted(record)).used === 1, 'only what passed');
    await scene.gateway.publish([
      quotasDocument([record], applied(policies.filter(({ store }) => store !== 'redis'))),
    ]);
    // One of two is used in these limits.
    const other = await scene.publishKey();
    expect([...(await statuses(key, 2)), ...(await statuses(other, 2))]).toEqual([200, 429, 200, 429]);
    await scene.gateway.publish([
      quotasDocument([], applied(policies.filter(({ store }) => store !== 'redis'))),
    ]);
    // The one that the quota refused was taken back.
    expect(await statuses(other, 2)).toEqual([200, 429]);
  });

  it('is one of several: all have to let a request through', async () => {
    const [wide, narrow] = [
      quota({ name: 'wide', amount: 5 }),
      quota({ name: 'narrow', amount: 1, counted_by: 'tenant' }),
    ];
    for (const record of [wide, narrow]) await office.seed(record);
    await publish(wide, narrow);
    const key = await scene.publishKey({ tenant: 'acme' });
    expect(await statuses(key, 3)).toEqual([200, 429, 429]);
    expect(await readout(key)).toMatchObject([
      { name: 'wide', used: 1, remaining: 4 },
      { name: 'narrow', used: 1, remaining: 0 },
    ]);
  });

  it('of a tier counts the tenants of that tier, beside those of the app', async () => {
    const [basic, gold] = [nextId(), nextId()];
    const everybody = quota({ name: 'everybody', amount: 100 });
    const small = quota({ name: 'small', amount: 1, counted_by: 'tenant', applies_to_app: false });
    const large = quota({ name: 'large', amount: 2, counted_by: 'tenant', applies_to_app: false });
    const all = [everybody, small, large];
    for (const record of all) await office.seed(record);
    const tiers = {
      [basic]: { name: 'basic', limits: [], quotas: [small.id] },
      [gold]: { name: 'gold', limits: [], quotas: [large.id, everybody.id] },
    };
    const tenancy = { required: false, unknown: 'serve' as const, default_tier: basic, tiers };
    const tenant = (tier: string): Publication => ({
      kind: 'tenant',
      id: tenantDocumentId(ids.app, 'rich'),
      document: { id: nextId(), status: 'active', tier },
    });
    await scene.gateway.publish([quotasDocument(all, { tenancy }), tenant(gold)]);
    const names = async (key: string) => (await readout(key)).map(({ name }) => name);
    const [rich, poor] = [
      await scene.publishKey({ tenant: 'rich' }),
      await scene.publishKey({ tenant: 'poor' }),
    ];
    expect([await names(rich), await names(poor)]).toEqual([
      ['everybody', 'large'],
      ['everybody', 'small'],
    ]);
    expect([...(await statuses(rich, 3)), ...(await statuses(poor, 2))]).toEqual([200, 200, 429, 200, 429]);
    expect(await names(await scene.publishKey())).toEqual(['everybody']);
    await scene.gateway.publish([tenant(basic)]);
    expect([await names(rich), await statuses(rich, 2)]).toEqual([
      ['everybody', 'small'],
      [200, 429],
    ]);
  });

  describe('told to the caller', () => {
    it('is its own, counts nothing, and wants credentials', async () => {
      await start({ amount: 10, counted_by: 'tenant' }, { acme: 4, other: 9 });
      const acme = await scene.publishKey({ tenant: 'acme' });
      expect(await statuses(acme, 2)).toEqual([200, 200]);
      for (let i = 0; i < 3; i += 1) {
        expect(await readout(acme)).toEqual([
          expect.objectContaining({
            name: 'monthly',
            counted_by: 'tenant',
            amount: 10,
            used: 6,
            remaining: 4,
          }),
        ]);
      }
      expect(await readout(await scene.publishKey({ tenant: 'other' }))).toMatchObject([{ used: 9 }]);
      const nobody = await scene.get(QUOTA_READOUT);
      expect(nobody.status).toBe(401);
      expect(nobody.json()).toMatchObject({ code: 'missing_credentials' });
    });

    it('is an empty list where there is none, for GET and HEAD only', async () => {
      await publish();
      const key = await scene.publishKey();
      const before = scene.upstream.requests.length;
      expect(await readout(key)).toEqual([]);
      const posted = await scene.call(QUOTA_READOUT, { method: 'POST', headers: { 'x-api-key': key } });
      expect(posted.status).toBe(200);
      expect(scene.upstream.requests.length).toBe(before + 1);
    });
  });

  describe('near its end', () => {
    it('tells the admin of 80, 90 and 100 percent', async () => {
      const record = await start({ amount: 10, counted_by: 'tenant' });
      const key = await scene.publishKey({ tenant: 'acme' });
      const told = async () => (await office.reached(record)).map(({ percent }) => percent);
      await statuses(key, 7);
      await readout(key);
      expect(await told()).toEqual([]);
      for (const [count, shares] of [
        [1, [80]],
        [1, [80, 90]],
        [2, [80, 90, 100]],
      ] as const) {
        await statuses(key, count);
        await until(async () => (await told()).length === shares.length, `${shares.at(-1)} percent`);
        expect(await told()).toEqual(shares);
      }
      expect((await office.reached(record))[0]).toMatchObject({
        app_id: ids.app,
        environment: 'production',
        tenant: 'acme',
        amount: 10,
      });
    });

    it('tells them again for another amount', async () => {
      const record = await start({ amount: 1 });
      const key = await scene.publishKey();
      await statuses(key, 1);
      await until(async () => (await office.reached(record)).length === 1, 'the first');
      await publish({ ...record, amount: 2 });
      await statuses(key, 1);
      await until(async () => (await office.reached(record)).length === 2, 'the second');
    });
  });

  it.each([
    ['{ amount = 0 }', 'amount must be a whole number above 0'],
    ['{ period = "year" }', 'unknown period year'],
    ['{ counted_by = "key" }', 'unknown counted_by key'],
    ['{ kind = "firm" }', 'unknown kind firm'],
    ['{ zone = {} }', 'the time zone has no offsets'],
    ['{ name = "a\\r\\nb" }', 'the name is none'],
  ])('%s that a document carries is refused by the gateway itself', async (record, problem) => {
    const chunk = `local record = { id = "i", name = "n", amount = 1, period = "day", counted_by = "app", kind = "hard",
        time_zone = "UTC", zone = { { from = 0, offset_s = 0 } } }
      for name, value in pairs(${record}) do record[name] = value end
      return (select(2, require("aegis.quotas.quota").compile("app", record)))`;
    expect(await scene.gateway.lua(chunk)).toBe(problem);
  });
});
