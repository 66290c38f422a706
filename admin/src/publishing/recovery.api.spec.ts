import { createApp, redisKeys } from '@aegis/contracts';
import { openEnvelope, signHead } from '@aegis/contracts/node';
import { jest } from '@jest/globals';
import { Changes } from '../platform/changes/changes.ts';
import { Database } from '../platform/database/database.ts';
import { MailOutbox } from '../platform/mail/outbox.ts';
import { createCompany, type TestCompany } from '../testing/people.ts';
import { eventually, PublishedView } from '../testing/published.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { testEnv } from '../testing/test-env.ts';
import { PublishingKeys } from './keys.ts';
import { prepare, signAgain } from './prepare.ts';
import { Publisher } from './publisher.ts';

jest.setTimeout(60_000);

describe('publishing after its surroundings changed', () => {
  let app: TestApp;
  let company: TestCompany;
  let published: PublishedView;
  let keys: PublishingKeys;

  beforeAll(async () => {
    app = await startTestApp();
    company = await createCompany(app);
    published = new PublishedView();
    keys = app.get(PublishingKeys);
    const { data } = await company.owner.call(createApp, { body: { name: 'Here before' } });
    await published.until(data.liveness.revision);
  });
  afterAll(async () => {
    published.close();
    await app.close();
  });

  const writeHead = async (change: object) => {
    const head = await published.head();
    if (!head) throw new Error('no head');
    await published.redis.set(redisKeys.head, signHead(keys.signer, keys.platform, { ...head, ...change }));
    return head;
  };

  it('writes a head again whose time is a minute old', async () => {
    const old = Math.floor(Date.now() / 1000) - 61;
    const { revision } = await writeHead({ time: old });
    const fresh = await eventually(async () => {
      const head = await published.head();
      return head && head.time > old ? head : undefined;
    });
    expect(fresh.revision).toBe(revision);
  });

  it('begins an epoch when Redis knows more than a restored Postgres', async () => {
    const { epoch, revision } = await writeHead({ revision: 9_999_999 });
    await published.redis.set(redisKeys.document('platform:settings'), 'from the future');
    const head = await eventually(async () => {
      const found = await published.head();
      return found && found.epoch > epoch ? found : undefined;
    });
    expect(head).toMatchObject({ epoch: epoch + 1, revision });
    expect(await published.document('platform:settings')).toBeDefined();
    expect(await published.changes()).toEqual([]);
    const { data } = await company.owner.call(createApp, { body: { name: 'In the new epoch' } });
    await published.until(data.liveness.revision);
    expect((await published.changes()).map((change) => change.epoch)).toEqual([epoch + 1]);
  });

  it('signs every document again with a new key, and its revision stays', async () => {
    await app.get(Publisher).onModuleDestroy();
    const database = app.get(Database);
    const other = new PublishingKeys({
      ...app.env,
      AEGIS_SECRET: 'another secret of the admin 32+ characters',
    });
    const press = { database, env: app.env, keys: other, proofs: {}, outbox: app.get(MailOutbox) };
    const before = await app.database.asPlatform('SELECT name, revision FROM documents ORDER BY name');
    expect(await signAgain(press)).toBe(before.length);
    const rows = await app.database.asPlatform(
      'SELECT name, revision, envelope FROM documents ORDER BY name',
    );
    expect(rows.map(({ name, revision }) => ({ name, revision }))).toEqual(before);
    for (const { name, envelope } of rows) {
      openEnvelope([other.signer], other.platform, redisKeys.document(String(name)), String(envelope));
    }
    expect(await signAgain(press)).toBe(0);
    expect(await signAgain({ ...press, keys })).toBe(before.length);
  });

  it('gives every app its new hosts when the base domain changed, and does nothing when nothing did', async () => {
    const urls = { database: app.database.url, redis: app.env.AEGIS_REDIS_CONFIG_URL };
    const env = testEnv(urls, { AEGIS_BASE_DOMAIN: 'example.com' });
    const press = { database: app.get(Database), env, keys, proofs: {}, outbox: app.get(MailOutbox) };
    const newest = async () =>
      Number((await app.database.asPlatform('SELECT max(revision) AS n FROM revisions'))[0]?.n);
    const before = await newest();
    await prepare({ ...press, env: app.env }, app.get(Changes));
    expect(await newest()).toBe(before);
    await prepare(press, app.get(Changes));
    const hosts = await app.database.asPlatform(
      "SELECT host FROM hosts WHERE host LIKE 'here-before%' ORDER BY host",
    );
    expect(hosts.map(({ host }) => host)).toEqual([
      'here-before--development.example.com',
      'here-before--staging.example.com',
      'here-before.example.com',
    ]);
    const [row] = await app.database.asPlatform('SELECT documents FROM revisions WHERE revision = $1', [
      await newest(),
    ]);
    const names = ((row?.documents ?? []) as { name: string }[]).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('hosts:'))).toHaveLength(32);
    expect(names).toContain('platform:settings');
  });
});
