import {
  createQuota,
  createTenantTier,
  deleteQuota,
  environments,
  getQuota,
  getQuotaUsage,
  listQuotas,
  type QuotaReached,
  quotaLedger,
  redisKeys,
  replaceNotificationSettings,
  replaceQuota,
} from '@aegis/contracts';
import { waitUntil } from '@aegis/stack';
import { Database } from '../../platform/database/database.ts';
import { RedisClients } from '../../platform/redis/redis.ts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { mailsTo } from '../../testing/mails.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { usageBatch, usageRow } from '../../testing/usage.ts';
import { ingest } from '../usage/ingest.ts';
import { MAX_MAILS } from './notices.ts';

describe('quotas', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
    const parts = "SELECT 1 FROM pg_inherits WHERE inhparent = 'usage_batches'::regclass";
    await waitUntil('room for usage', async () => (await world.app.database.asPlatform(parts)).length >= 4);
  });
  afterAll(() => world.app.close());

  const body = { name: 'monthly', amount: 1_000 };
  const params = async () => ({ app_id: (await newApp(world)).id });
  const create = async (settings: object = {}) => {
    const at = await params();
    const input = { params: at, body: { ...body, ...settings } };
    const { data } = await world.company.owner.call(createQuota, input);
    return { ...at, id: data.id, quota: data };
  };
  const state = () => world.app.get(RedisClients).state;
  const thisMonth = new Date().toISOString().slice(0, 7);
  const use = (rows: Parameters<typeof usageRow>[0][], at?: Date) =>
    ingest(world.app.get(Database), [usageBatch(rows.map(usageRow), at)]);
  const ask = ({ app_id, id }: { app_id: string; id: string }) =>
    state().xadd(redisKeys.quotas, '*', 'seed', JSON.stringify({ app_id, quota_id: id }));
  const usage = async ({ app_id, id }: { app_id: string; id: string }, query: object = {}) =>
    (await world.company.owner.call(getQuotaUsage, { params: { app_id, id }, query })).data;
  const ledgerOf = ({ quota }: Awaited<ReturnType<typeof create>>) => {
    const { id, period, counted_by, time_zone } = quota;
    return quotaLedger({ id, period, counted_by, time_zone });
  };
  const isSeeded = (at: Awaited<ReturnType<typeof create>>) =>
    waitUntil(
      'the seed',
      async () => (await state().hexists(redisKeys.quotaEpochs(at.app_id), ledgerOf(at))) === 1,
    );

  it('publishes what gateways count by, with what the zone’s clocks will show', async () => {
    const published = new PublishedView();
    const { app_id, quota } = await create({ time_zone: 'Asia/Kolkata', period: 'day', kind: 'soft' });
    await published.until(quota.liveness.revision);
    const { content } = (await published.document(`app:${app_id}`)) ?? {};
    expect(content?.quotas).toEqual([
      {
        id: quota.id,
        name: 'monthly',
        amount: 1_000,
        period: 'day',
        counted_by: 'tenant',
        kind: 'soft',
        time_zone: 'Asia/Kolkata',
        zone: [{ from: 0, offset_s: 19_800 }],
        applies_to_app: true,
      },
    ]);
    await world.company.owner.call(deleteQuota, { params: { app_id, id: quota.id } });
    const { revision } = await world.company.owner.call(createQuota, { params: { app_id }, body });
    await published.until(revision ?? 0);
    published.close();
  });

  it('counts the tenants of a tier alone, where it does not apply to the app', async () => {
    const published = new PublishedView();
    const { app_id, id } = await create({ applies_to_app: false });
    const tier = { name: 'gold', quotas: ['monthly'], is_default: true };
    const { data } = await world.company.owner.call(createTenantTier, { params: { app_id }, body: tier });
    expect(data.quotas).toEqual(['monthly']);
    await published.until(data.liveness.revision);
    expect((await published.document(`app:${app_id}`))?.content).toMatchObject({
      quotas: [{ id, applies_to_app: false }],
      tenancy: { tiers: { [data.id]: { name: 'gold', quotas: [id] } } },
    });
    published.close();
    const held = await world.company.owner.send(deleteQuota, { params: { app_id, id } });
    expectRefusal(held, 'in_use');
    expect(held.problem.detail).toContain('gold');
    const unknown = { params: { app_id }, body: { name: 'x', quotas: ['monthly', 'none'] } };
    expectRefusal(await world.company.owner.send(createTenantTier, unknown), 'invalid_input', '/quotas/1');
  });

  it('keeps its name to itself, and a bounded number of them', async () => {
    const at = await create();
    const again = { params: { app_id: at.app_id }, body };
    expectRefusal(await world.company.owner.send(createQuota, again), 'conflict');
    for (let i = 1; i < 20; i += 1) {
      await world.company.owner.call(createQuota, { ...again, body: { ...body, name: `q${i}` } });
    }
    const more = { ...again, body: { ...body, name: 'more' } };
    expectRefusal(await world.company.owner.send(createQuota, more), 'entitlement_reached');
  });

  it.each([
    ['nothing at all', { amount: 0 }, '/amount'],
    ['a week', { period: 'week' }, '/period'],
    ['a key', { counted_by: 'key' }, '/counted_by'],
    ['a zone that is none', { time_zone: 'Mars/Olympus' }, '/time_zone'],
  ])('422 %s', async (_, change, pointer) => {
    const input = { params: await params(), body: { ...body, ...change } };
    expectRefusal(await world.company.owner.send(createQuota, input), 'invalid_input', pointer);
  });

  describe('what is used', () => {
    it('is told from stored usage until a gateway counts, per environment and tenant', async () => {
      const at = await create();
      const { app_id } = at;
      await use([
        { app_id, tenant: 'acme', requests: 7, refused: 2 },
        { app_id, tenant: 'acme', requests: 1, key_id: '019aa000-0000-7000-8000-00000000b001' },
        { app_id, tenant: 'small', requests: 3 },
        { app_id, tenant: 'acme', requests: 50, environment: 'staging' },
      ]);
      expect(await usage(at)).toMatchObject({
        environment: 'production',
        amount: 1_000,
        period: thisMonth,
        items: [
          { tenant: 'acme', used: 6 },
          { tenant: 'small', used: 3 },
        ],
      });
      expect((await usage(at, { environment: 'staging' })).items).toEqual([{ tenant: 'acme', used: 50 }]);
      expect((await usage(at, { tenant: 'small' })).items).toEqual([{ tenant: 'small', used: 3 }]);
      expect((await usage(at, { tenant: 'nobody' })).items).toEqual([{ tenant: 'nobody', used: 0 }]);
    });

    it('says until when', async () => {
      const at = await create({ counted_by: 'app' });
      const now = new Date();
      const month = (offset: number) =>
        new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset)).toISOString();
      expect(await usage(at)).toMatchObject({ starts_at: month(0), resets_at: month(1), items: [] });
    });

    it('is what gateways counted, once they do', async () => {
      const at = await create();
      await use([{ app_id: at.app_id, tenant: 'acme', requests: 4 }]);
      await ask(at);
      await isSeeded(at);
      const ranking = redisKeys.quotaRanking(at.app_id, ledgerOf(at), 'production', thisMonth);
      await state().zadd(ranking, 9, 'acme');
      expect((await usage(at)).items).toEqual([{ tenant: 'acme', used: 9 }]);
      expect((await usage(at, { tenant: 'acme' })).items).toEqual([{ tenant: 'acme', used: 9 }]);
    });
  });

  describe('a store that lost its counters', () => {
    it('gets them from stored usage, when a gateway asks', async () => {
      const at = await create();
      const { app_id } = at;
      await use([
        { app_id, tenant: 'acme', requests: 12, refused: 2 },
        { app_id, tenant: 'acme', requests: 5, environment: 'development' },
      ]);
      const lastMonth = new Date();
      lastMonth.setUTCDate(0);
      await use([{ app_id, tenant: 'acme', requests: 1_000 }], lastMonth);
      const ranking = (environment: (typeof environments)[number]) =>
        redisKeys.quotaRanking(app_id, ledgerOf(at), environment, thisMonth);
      // Remains of counters that gateways of a former store had.
      await state().hset(`${ranking('production')}:old`, { used: 1, 'held:gone': 99 });
      await state().zadd(ranking('production'), 1, 'old');
      await ask(at);
      await isSeeded(at);
      const counters = await Promise.all(
        environments.map((environment) => state().hgetall(`${ranking(environment)}:acme`)),
      );
      expect(counters).toEqual([{ used: '10', held: '10' }, {}, { used: '5', held: '5' }]);
      expect(await state().exists(`${ranking('production')}:old`)).toBe(0);
      expect(await state().ttl(`${ranking('production')}:acme`)).toBeGreaterThan(86_400 - 5);
    });

    it('is seeded once, whoever asks, and keeps what gateways counted since', async () => {
      const at = await create({ counted_by: 'app' });
      await use([
        { app_id: at.app_id, tenant: 'acme', requests: 3 },
        { app_id: at.app_id, tenant: 'other', requests: 4 },
      ]);
      await ask(at);
      await isSeeded(at);
      const counter = `${redisKeys.quotaRanking(at.app_id, ledgerOf(at), 'production', thisMonth)}:`;
      expect(await state().hget(counter, 'used')).toBe('7');
      await state().hincrby(counter, 'used', 5);
      await ask(at);
      await ask(at);
      await waitUntil('the questions to be heard', async () => (await state().xlen(redisKeys.quotas)) === 0);
      expect(await state().hget(counter, 'used')).toBe('12');
    });

    it.each([
      ['no JSON', 'seed', '{'],
      ['another shape', 'reached', '{"percent": 80}'],
      ['a made-up share', 'reached', JSON.stringify({ percent: 50 })],
      ['an unknown field', 'hello', '{}'],
      [
        'an unknown quota',
        'seed',
        JSON.stringify({ app_id: crypto.randomUUID(), quota_id: crypto.randomUUID() }),
      ],
    ])('hears nothing of an entry with %s, and goes on', async (_, field, text) => {
      await state().xadd(redisKeys.quotas, '*', field, text);
      const at = await create();
      await ask(at);
      await isSeeded(at);
      await waitUntil('the entries to go', async () => (await state().xlen(redisKeys.quotas)) === 0);
    });
  });

  describe('nearly used up', () => {
    const tell = async (at: { app_id: string; id: string }, ...changes: Partial<QuotaReached>[]) => {
      for (const change of changes) {
        const reached: QuotaReached = {
          app_id: at.app_id,
          quota_id: at.id,
          environment: 'production',
          tenant: 'acme',
          period: thisMonth,
          amount: 1_000,
          percent: 80,
          ...change,
        };
        await state().xadd(redisKeys.quotas, '*', 'reached', JSON.stringify(reached));
      }
      await waitUntil('it to be heard', async () => (await state().xlen(redisKeys.quotas)) === 0);
    };
    const mailsAbout = async (name: string) =>
      (await mailsTo(world.app, world.company.owner.email)).filter(({ subject }) => subject.includes(name));

    it('is mailed once for each share, however often gateways tell it', async () => {
      const at = await create({ name: 'shares' });
      await tell(at, { percent: 80 }, { percent: 80 }, { percent: 90 }, { percent: 80 }, { percent: 100 });
      await tell(at, { percent: 100 }, { percent: 90 });
      const mails = await mailsAbout('shares');
      expect(mails.map(({ subject }) => /^\d+/.exec(subject)?.[0]).sort()).toEqual(['100', '80', '90']);
      expect(mails[0]?.body).toContain('the tenant acme');
      expect(mails[0]?.body).toContain('429 quota_exceeded');
    });

    it('is mailed for the highest share where several come at once', async () => {
      const at = await create({ name: 'jump' });
      await tell(at, { percent: 100 }, { percent: 80 }, { percent: 90 });
      expect(await mailsAbout('jump')).toHaveLength(1);
    });

    it('is mailed anew for another period, tenant, environment or amount', async () => {
      const at = await create({ name: 'anew', kind: 'soft' });
      const changes = [
        {},
        { period: '2030-01' },
        { tenant: '' },
        { environment: 'staging' as const },
        { amount: 5 },
      ];
      await tell(at, ...changes, ...changes);
      const mails = await mailsAbout('anew');
      expect(mails).toHaveLength(changes.length);
      expect(mails[0]?.body).toContain('overage');
    });

    it('floods no mailbox', async () => {
      const at = await create({ name: 'flood' });
      await tell(at, ...Array.from({ length: MAX_MAILS + 10 }, (_, i) => ({ tenant: `tenant ${i}` })));
      const mails = await mailsAbout('flood');
      expect(mails).toHaveLength(MAX_MAILS);
      expect(mails.filter(({ body: text }) => text.includes('No more mails'))).toHaveLength(1);
    });

    it('reaches only those who want to know', async () => {
      const at = await create({ name: 'quiet' });
      const settings = { body: { email: { quota_reached: false } } };
      await world.company.owner.call(replaceNotificationSettings, settings);
      await tell(at, {});
      expect(await mailsAbout('quiet')).toHaveLength(0);
    });

    it('says nothing of another company’s quota', async () => {
      const at = await create({ name: 'foreign' });
      await tell({ ...at, app_id: (await newApp(world)).id }, {});
      expect(await mailsAbout('foreign')).toHaveLength(0);
    });
  });

  const plain = async () => {
    const { app_id, id } = await create();
    return { params: { app_id, id } };
  };
  describeRefusals(
    () => world,
    listQuotas,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createQuota,
    async () => ({ params: await params(), body }),
  );
  describeRefusals(() => world, getQuota, plain);
  describeRefusals(
    () => world,
    replaceQuota,
    async () => ({ ...(await plain()), body }),
  );
  describeRefusals(() => world, getQuotaUsage, plain);
  describeRefusals(() => world, deleteQuota, plain);
});
