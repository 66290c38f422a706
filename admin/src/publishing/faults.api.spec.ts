import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createApp,
  createRoute,
  createUpstream,
  getApp,
  getRoute,
  redisKeys,
  updateApp,
} from '@aegis/contracts';
import { freePort, type Redis as RedisServer, startRedis } from '@aegis/stack';
import { jest } from '@jest/globals';
import { mailsTo } from '../testing/mails.ts';
import { createCompany, type TestCompany } from '../testing/people.ts';
import { eventually, PublishedView } from '../testing/published.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

jest.setTimeout(60_000);

describe('publishing when things fail', () => {
  let directory: string;
  let server: RedisServer;
  let app: TestApp;
  let company: TestCompany;
  let published: PublishedView;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'aegis-faults-'));
    server = await startRedis({
      directory: join(directory, 'redis'),
      logFile: join(directory, 'redis.log'),
      port: await freePort(),
    });
    app = await startTestApp({ REDIS_URL: server.url });
    company = await createCompany(app);
    published = new PublishedView(server.url);
  });
  afterAll(async () => {
    published.close();
    await app.close();
    await server.part.stop();
    rmSync(directory, { recursive: true });
  });

  const create = async (name: string) => {
    const { data } = await company.owner.call(createApp, {
      body: { name, upstream_url: 'http://localhost:4000' },
    });
    await published.until(data.liveness.revision);
    return data;
  };
  const rename = async (id: string, name: string) => {
    const { data } = await company.owner.call(updateApp, { params: { id }, body: { name } });
    return data.liveness.revision;
  };
  /** Everything that the store holds, to compare and to put back. */
  const snapshot = async () => {
    const names = (await published.redis.keys('aegis:1:{cfg}:doc:*')).sort();
    return new Map(
      await Promise.all(names.map(async (name) => [name, await published.redis.get(name)] as const)),
    );
  };

  it('keeps what is saved while Redis is away, and publishes it afterwards', async () => {
    const { id } = await create('Patient');
    await server.part.stop();
    const revision = await rename(id, 'Renamed meanwhile');
    await eventually(async () => {
      const [row] = await app.database.asPlatform('SELECT revision FROM publisher');
      return Number(row?.revision) >= revision;
    });
    await server.part.start();
    const head = await published.until(revision);
    expect(head.revision).toBeGreaterThanOrEqual(revision);
    const numbers = (await published.changes()).map((change) => [change.previous, change.revision]);
    // Without a gap: each change begins where the one before it ended.
    for (const [i, [previous]] of numbers.slice(1).entries()) expect(previous).toBe(numbers[i]?.[1]);
  });

  it('notices that Redis was emptied and copies everything again', async () => {
    await create('Emptied');
    const before = await snapshot();
    const head = await published.head();
    await published.redis.flushall();
    await published.until(head?.revision ?? 0);
    expect(await snapshot()).toEqual(before);
  });

  it('brings a store that was rolled back to the newest state', async () => {
    const { id } = await create('Rolled back');
    const before = await snapshot();
    const oldHead = (await published.redis.get(redisKeys.head)) ?? '';
    const revision = await rename(id, 'Newer');
    await published.until(revision);
    const newest = await snapshot();
    const restore = published.redis.multi();
    for (const [name, text] of before) if (text !== null) restore.set(name, text);
    restore.xtrim(redisKeys.changes, 'MAXLEN', 0);
    await restore.set(redisKeys.head, oldHead).exec();
    await published.until(revision);
    expect(await snapshot()).toEqual(newest);
  });

  it('does not believe a head that it did not sign', async () => {
    const { id } = await create('Forged');
    await published.redis.set(
      redisKeys.head,
      'aegis1 00000000 99 x\n{"term":999,"epoch":99,"revision":99,"time":0}',
    );
    const revision = await rename(id, 'After the forger');
    expect((await published.until(revision)).epoch).toBe(1);
  });

  it('refuses what does not prove, says why on the resource, and goes on with the rest', async () => {
    const { id } = await create('Broken');
    const params = { app_id: id };
    const good = await published.document(`routes:${id}`);
    await app.database.asPlatform(
      `UPDATE routes SET settings = settings || '{"methods": ["BREW"]}' WHERE app_id = $1`,
      [id],
    );
    const { data: route } = await company.owner.call(createRoute, {
      params,
      body: { name: 'second', path: '/second' },
    });
    await published.until(await rename(id, 'Still published'));
    const seen = await eventually(async () => {
      const { data } = await company.owner.call(getRoute, { params: { ...params, id: route.id } });
      return data.liveness.state === 'refused' && data.liveness;
    });
    expect(seen.refusals).toEqual([
      { gateway: 'publisher', document: `routes:${id}`, reason: expect.stringContaining('methods') },
    ]);
    expect(await published.document(`routes:${id}`)).toEqual(good);
    const [mail] = await mailsTo(app, company.owner.email);
    expect(mail?.subject).toBe('A change was not published');
    await app.database.asPlatform(
      `UPDATE routes SET settings = settings || '{"methods": []}' WHERE app_id = $1`,
      [id],
    );
    const { data: third } = await company.owner.call(createRoute, {
      params,
      body: { name: 'third', path: '/third' },
    });
    await published.until(third.liveness.revision);
    const { data: healed } = await company.owner.call(getApp, { params: { id } });
    expect(healed.liveness.refusals).toEqual([]);
  });

  it('refuses what cannot even be rendered, and nothing beside it', async () => {
    const [broken, fine] = [await create('Unreadable'), await create('Readable')];
    await app.database.asPlatform(
      `UPDATE upstreams SET settings = settings || '{"targets": [{"url": "no address", "weight": 1}]}' WHERE app_id = $1`,
      [broken.id],
    );
    const body = { environment: 'staging' as const, targets: [{ url: 'http://localhost:4000' }] };
    const edit = (app_id: string) => company.owner.call(createUpstream, { params: { app_id }, body });
    const edits = await Promise.all([edit(broken.id), edit(fine.id)]);
    await published.until(Math.max(...edits.map(({ data }) => data.liveness.revision)));
    const { data: seen } = await company.owner.call(getApp, { params: { id: broken.id } });
    expect(seen.liveness.refusals).toMatchObject([{ reason: expect.stringContaining('cannot be made') }]);
    const upstreams = await published.document(`upstreams:${fine.id}`);
    expect(Object.keys(upstreams?.content.environments ?? {})).toEqual(['production', 'staging']);
  });

  it('copies 10,000 documents again after Redis was emptied', async () => {
    await app.database.asPlatform(
      `INSERT INTO documents (name, wanted_revision, wanted_at, revision, envelope)
       SELECT 'key:' || n, 1, now(), 1, repeat('x', 400) FROM generate_series(1, 10000) n`,
    );
    const { revision } = (await published.head()) ?? { revision: 0 };
    await published.redis.flushall();
    await published.until(revision);
    expect(await published.redis.dbsize()).toBeGreaterThan(10_000);
  });
});
