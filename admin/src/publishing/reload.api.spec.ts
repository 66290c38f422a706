import { reloadGateways } from '@aegis/contracts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { MailOutbox } from '../platform/mail/outbox.ts';
import { RedisClients } from '../platform/redis/redis.ts';
import { createOperatorAccount, type TestPerson } from '../testing/people.ts';
import { PublishedView } from '../testing/published.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { PublishingKeys } from './keys.ts';
import { publishOnce } from './publish.ts';
import { Publisher } from './publisher.ts';
import { beginTerm, readState } from './store.ts';
import { synchronize } from './synchronize.ts';

describe('a reload', () => {
  let app: TestApp;
  let operator: TestPerson;
  let published: PublishedView;

  beforeAll(async () => {
    app = await startTestApp();
    operator = await createOperatorAccount(app, 'owner');
    published = new PublishedView();
  });
  afterAll(async () => {
    published.close();
    await app.close();
  });

  const revisionsInStream = async () => (await published.changes()).map(({ revision }) => revision);
  const reload = async () => (await operator.call(reloadGateways)).data.revision;

  it('copies everything and leaves a gap that makes gateways look again', async () => {
    const revision = await reload();
    await published.until(revision);
    expect(await revisionsInStream()).not.toContain(revision);
  });

  it('leaves its gap also when it was asked for between signing and releasing', async () => {
    await app.get(Publisher).onModuleDestroy();
    const [database, keys] = [app.get(Database), app.get(PublishingKeys)];
    const press = { database, env: app.env, keys, proofs: {}, outbox: app.get(MailOutbox) };
    const store = { database, redis: app.get(RedisClients).config, keys, clock: app.get(Clock) };
    const { term } = await database.asPlatform('a test publishes', beginTerm);
    const release = async () =>
      synchronize(store, await database.asPlatform('a test publishes', (tx) => readState(tx, term)));
    while (await publishOnce(press, term));
    const revision = await reload();
    await release();
    expect((await published.head())?.revision).toBeLessThan(revision);
    await publishOnce(press, term);
    expect(await release()).toBe('copied again');
    expect((await published.head())?.revision).toBe(revision);
    expect(await revisionsInStream()).not.toContain(revision);
  });
});
