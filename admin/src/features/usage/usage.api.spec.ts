import {
  createApp,
  createKey,
  dashboard,
  getApp,
  getKey,
  redisKeys,
  usageBreakdown,
  usageSeries,
  usageUnits,
} from '@aegis/contracts';
import { Database } from '../../platform/database/database.ts';
import { createCompany, type TestCompany } from '../../testing/people.ts';
import { eventually, PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { ship, usageBatch, usageRow } from '../../testing/usage.ts';
import { ingest } from './ingest.ts';

const hour = 3_600_000;

describe('usage', () => {
  let app: TestApp;
  let company: TestCompany;
  let world: RefusalWorld;
  let redis: PublishedView['redis'];
  let view: PublishedView;

  beforeAll(async () => {
    app = await startTestApp();
    company = await createCompany(app);
    world = { app, company, stranger: await createCompany(app), operator: company.owner };
    view = new PublishedView();
    redis = view.redis;
  });
  afterAll(async () => {
    view.close();
    await app.close();
  });

  const newApp = async (name: string) =>
    (await company.owner.call(createApp, { body: { name, upstream_url: 'http://localhost:4000' } })).data;
  const lastDay = () => ({
    from: new Date(Date.now() - 23 * hour).toISOString(),
    to: new Date(Date.now() + hour).toISOString(),
  });
  const totals = async (appId: string, step: 'minute' | 'hour' | 'day' = 'minute') =>
    (await company.owner.call(usageSeries, { query: { ...lastDay(), app_id: appId, step } })).data.total;
  const acknowledged = (gateway: string, sequence: number) =>
    eventually(
      async () => Number(await redis.hget(redisKeys.usageAcknowledged(gateway), 'first:0')) >= sequence,
    );

  it('counts what gateways shipped, in minutes, hours and days alike', async () => {
    const { id } = await newApp('Counted');
    const batch = usageBatch([
      usageRow({ app_id: id, requests: 90, route_id: 'r1' }),
      usageRow({ app_id: id, requests: 10, status_class: 4, refused: 10 }),
    ]);
    await ship(redis, batch);
    await acknowledged('spec', batch.sequence);
    for (const step of ['minute', 'hour', 'day'] as const) {
      expect(await totals(id, step)).toEqual({
        requests: 100,
        errors: 10,
        refused: 10,
        bytes_in: 1_000,
        bytes_out: 10_000,
        p50_ms: 7.5,
        p95_ms: 9.75,
        p99_ms: 9.95,
      });
    }
  });

  it('sums units that backends reported, whole or by who caused them', async () => {
    const { id } = await newApp('Metered');
    const batch = usageBatch([
      usageRow({ app_id: id, tenant: 'acme', units: { tokens: 30, rows: 2 } }),
      usageRow({ app_id: id, tenant: 'umbrella', units: { tokens: 70 } }),
    ]);
    await ship(redis, batch);
    await acknowledged('spec', batch.sequence);
    const read = async (query: object) =>
      (await company.owner.call(usageUnits, { query: { ...lastDay(), app_id: id, ...query } })).data.items;
    expect(await read({})).toEqual([
      { unit: 'rows', value: '', label: 'rows', amount: 2 },
      { unit: 'tokens', value: '', label: 'tokens', amount: 100 },
    ]);
    expect(await read({ by: 'tenant', unit: 'tokens' })).toEqual([
      { unit: 'tokens', value: 'umbrella', label: 'umbrella', amount: 70 },
      { unit: 'tokens', value: 'acme', label: 'acme', amount: 30 },
    ]);
    expect(await read({ by: 'app', unit: 'rows' })).toMatchObject([{ value: id, label: 'Metered' }]);
  });

  it('counts a batch once, however often and after whatever it is delivered', async () => {
    const { id } = await newApp('Once');
    const batch = usageBatch([usageRow({ app_id: id, requests: 7 })], new Date(), 'again');
    // Committed, and killed before it was acknowledged.
    await ingest(app.get(Database), [batch]);
    await ship(redis, batch);
    await ship(redis, batch);
    await acknowledged('again', batch.sequence);
    await eventually(async () => (await redis.xlen(redisKeys.usage)) === 0);
    expect((await totals(id)).requests).toBe(7);
    expect(await ingest(app.get(Database), [batch, batch])).toBe(0);
  });

  it('rolls back everything of a batch that fails half way', async () => {
    const { id } = await newApp('Half');
    const batch = usageBatch(
      [usageRow({ app_id: id, requests: 3, route_id: 'zero\0byte' })],
      new Date(),
      'half',
    );
    await expect(ingest(app.get(Database), [batch])).rejects.toThrow();
    expect((await totals(id)).requests).toBe(0);
    expect(await app.database.asPlatform("SELECT 1 FROM usage_batches WHERE gateway = 'half'")).toEqual([]);
  });

  it('drops the one batch that cannot be stored, and no other', async () => {
    const { id } = await newApp('Unstorable');
    await ship(redis, usageBatch([usageRow({ app_id: id, route_id: 'zero\0byte' })], new Date(), 'bad'));
    const good = usageBatch([usageRow({ app_id: id, requests: 4 })], new Date(), 'good');
    await ship(redis, good);
    await acknowledged('good', good.sequence);
    await eventually(async () => (await redis.xlen(redisKeys.usage)) === 0);
    expect((await totals(id)).requests).toBe(4);
  });

  it('counts exactly what was shipped while its connections are killed again and again', async () => {
    const { id } = await newApp('Killed');
    const batches = Array.from({ length: 200 }, () =>
      usageBatch([usageRow({ app_id: id, requests: 3 })], new Date(), 'killed'),
    );
    const last = batches.at(-1)?.sequence ?? 0;
    for (const [i, batch] of batches.entries()) {
      await ship(redis, batch);
      if (i % 20 === 0) {
        await app.database.asPlatform(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name IN ('aegis-admin aegis_platform', 'aegis-admin leader usage')`,
        );
      }
    }
    await acknowledged('killed', last);
    await eventually(async () => (await redis.xlen(redisKeys.usage)) === 0);
    expect((await totals(id)).requests).toBe(600);
  }, 60_000);

  it('goes on after Redis lost the stream with its group', async () => {
    const { id } = await newApp('Flushed');
    await redis.flushdb();
    const batch = usageBatch([usageRow({ app_id: id, requests: 2 })], new Date(), 'flushed');
    await ship(redis, batch);
    await acknowledged('flushed', batch.sequence);
    expect((await totals(id)).requests).toBe(2);
  });

  it('skips what is no batch, and a tenant’s name cannot break it', async () => {
    const { id } = await newApp('Hostile');
    await redis.xadd(redisKeys.usage, '*', 'batch', '{"gateway":');
    await redis.xadd(redisKeys.usage, '*', 'batch', JSON.stringify({ gateway: 'x' }));
    const tenant = `"},{\\ \0 '; DROP TABLE apps`;
    const batch = usageBatch([usageRow({ app_id: id, tenant })], new Date(), 'hostile');
    await ship(redis, batch);
    await acknowledged('hostile', batch.sequence);
    const query = { ...lastDay(), app_id: id, by: 'tenant' as const };
    const { data } = await company.owner.call(usageBreakdown, { query });
    expect(data.items).toEqual([
      { value: tenant.replace('\0', ''), label: tenant.replace('\0', ''), requests: 1, errors: 0 },
    ]);
  });

  it('fills intervals without traffic with zeros', async () => {
    const { id } = await newApp('Gaps');
    const now = new Date(Math.floor(Date.now() / hour) * hour);
    const batch = usageBatch(
      [usageRow({ app_id: id, requests: 5 })],
      new Date(now.getTime() - 2 * hour),
      'gaps',
    );
    await ship(redis, batch);
    await acknowledged('gaps', batch.sequence);
    const query = {
      from: new Date(now.getTime() - 3 * hour).toISOString(),
      to: new Date(now.getTime()).toISOString(),
      step: 'hour' as const,
      app_id: id,
    };
    const { data } = await company.owner.call(usageSeries, { query });
    expect(data.points.map(({ requests }) => requests)).toEqual([0, 5, 0]);
    expect(data.points[0]).not.toHaveProperty('p50_ms');
    expect(data.points.map(({ at }) => at)[0]).toBe(query.from);
  });

  it('breaks traffic down by what caused it', async () => {
    const { id } = await newApp('Broken down');
    const { data: key } = await company.owner.call(createKey, {
      params: { app_id: id },
      body: { name: 'The key' },
    });
    const rows = [
      usageRow({ app_id: id, key_id: key.id, tenant: 'acme', requests: 6 }),
      usageRow({ app_id: id, status_class: 5, environment: 'staging', requests: 2 }),
    ];
    const batch = usageBatch(rows, new Date(), 'broken');
    await ship(redis, batch);
    await acknowledged('broken', batch.sequence);
    const by = async (name: 'app' | 'environment' | 'key' | 'tenant' | 'status') =>
      (
        await company.owner.call(usageBreakdown, { query: { ...lastDay(), app_id: id, by: name } })
      ).data.items.map(({ label, requests, errors }) => [label, requests, errors]);
    expect(await by('app')).toEqual([['Broken down', 8, 2]]);
    expect(await by('environment')).toEqual([
      ['production', 6, 0],
      ['staging', 2, 2],
    ]);
    expect(await by('key')).toEqual([
      ['The key', 6, 0],
      ['none', 2, 2],
    ]);
    const ofAcme = { ...lastDay(), app_id: id, tenant: 'acme' };
    const query = { ...ofAcme, by: 'key' as const };
    const { data } = await company.owner.call(usageBreakdown, { query });
    expect(data.items).toMatchObject([{ label: 'The key', requests: 6 }]);
    const byRoute = { query: { ...ofAcme, by: 'route' as const } };
    expectRefusal(await company.owner.send(usageBreakdown, byRoute), 'invalid_input', '/tenant');
    expect(await by('tenant')).toEqual([
      ['acme', 6, 0],
      ['none', 2, 2],
    ]);
    expect(await by('status')).toEqual([
      ['2xx', 6, 0],
      ['5xx', 2, 2],
    ]);
    const { data: seen } = await company.owner.call(getKey, { params: { app_id: id, id: key.id } });
    expect(seen.last_used_at).toBeDefined();
    const { data: after } = await company.owner.call(getApp, { params: { id } });
    expect(after.environments.map(({ first_request_at }) => first_request_at !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('shows the company at a glance', async () => {
    const other = await createCompany(app);
    const empty = await other.owner.call(dashboard);
    expect(empty.data).toMatchObject({ apps: 0, active_keys: 0, attention: [{ kind: 'no_app' }] });
    const body = { name: 'Glance', upstream_url: 'http://localhost:4000' };
    const { data: made } = await other.owner.call(createApp, { body });
    await other.owner.call(createApp, { body: { name: 'Bare' } });
    const batch = usageBatch(
      [usageRow({ app_id: made.id, status_class: 5, requests: 20 })],
      new Date(),
      'glance',
    );
    await ship(redis, batch);
    await acknowledged('glance', batch.sequence);
    const { data } = await other.owner.call(dashboard);
    expect(data).toMatchObject({
      apps: 2,
      active_keys: 1,
      today: { requests: 20, errors: 20 },
      before: { requests: 0 },
    });
    expect(data.attention.map(({ kind }) => kind)).toEqual(['errors', 'no_upstream']);
  });

  it('shows nothing of another company', async () => {
    const { id } = await newApp('Secret numbers');
    const batch = usageBatch([usageRow({ app_id: id, requests: 9 })], new Date(), 'secret');
    await ship(redis, batch);
    await acknowledged('secret', batch.sequence);
    const query = { ...lastDay(), app_id: id, step: 'hour' as const };
    const { data } = await world.stranger.owner.call(usageSeries, { query });
    expect(data.total.requests).toBe(0);
  });

  it.each([
    [
      'a range that ends before it begins',
      { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      '/to',
    ],
    ['more than 1,500 points', { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' }, '/step'],
    ['a moment that is none', { from: 'yesterday', to: '2026-01-03T00:00:00Z' }, '/from'],
  ])('422 %s', async (_, range, pointer) => {
    const query = { ...range, step: 'minute' };
    expectRefusal(await company.owner.send(usageSeries, { query }), 'invalid_input', pointer);
  });

  it('422 a breakdown of an empty range', async () => {
    const query = { from: '2026-01-02T00:00:00Z', to: '2026-01-02T00:00:00Z', by: 'app' };
    expectRefusal(await company.owner.send(usageBreakdown, { query }), 'invalid_input', '/to');
  });

  describeRefusals(
    () => world,
    usageSeries,
    () => ({ query: { ...lastDay(), step: 'hour' } }),
  );
  describeRefusals(
    () => world,
    usageBreakdown,
    () => ({ query: { ...lastDay(), by: 'app' } }),
  );
  describeRefusals(() => world, dashboard);
});
