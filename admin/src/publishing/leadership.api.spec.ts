import { createApp as createAppOperation, redisKeys, updateApp } from '@aegis/contracts';
import { signHead } from '@aegis/contracts/node';
import { jest } from '@jest/globals';
import { AppModule } from '../app.module.ts';
import { Database } from '../platform/database/database.ts';
import { createApp } from '../platform/http/create-app.ts';
import { createLogger } from '../platform/logging/logger.ts';
import { createCompany, type TestCompany } from '../testing/people.ts';
import { eventually, PublishedView } from '../testing/published.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { PublishingKeys } from './keys.ts';
import { Publisher } from './publisher.ts';
import { Moved, release } from './release.ts';
import { beginTerm, Fenced, readState, store } from './store.ts';

jest.setTimeout(60_000);

describe('one leader publishes', () => {
  let app: TestApp;
  let company: TestCompany;
  let published: PublishedView;

  beforeAll(async () => {
    app = await startTestApp();
    company = await createCompany(app);
    published = new PublishedView();
    await published.until(1);
  });
  afterAll(async () => {
    published.close();
    await app.close();
  });

  const termOf = async () => Number((await app.database.asPlatform('SELECT term FROM publisher'))[0]?.term);

  it('lets another admin take over when the leader goes', async () => {
    const { data } = await company.owner.call(createAppOperation, { body: { name: 'Taken over' } });
    await published.until(data.liveness.revision);
    const before = (await published.head())?.term ?? 0;
    const logger = createLogger(app.env);
    const second = await createApp(AppModule.with(app.env, logger), app.env, logger);
    await second.init();
    expect(await termOf()).toBe(before);
    // The lock dies with its connection: this is what the leader's machine going away looks like.
    await app.database.asPlatform(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'aegis-admin leader publishing'`,
    );
    const head = await eventually(async () => {
      const found = await published.head();
      return found && found.term > before ? found : undefined;
    });
    expect(head.revision).toBeGreaterThanOrEqual(data.liveness.revision);
    const params = { id: data.id };
    const renamed = await company.owner.call(updateApp, { params, body: { name: 'By whoever leads' } });
    await published.until(renamed.data.liveness.revision);
    await second.close();
  });

  it('fences a former leader off in Postgres', async () => {
    const database = app.get(Database);
    const old = await termOf();
    const { revision } = await database.asPlatform('spec', (tx) => readState(tx, old));
    await database.asPlatform('spec', beginTerm);
    await expect(database.asPlatform('spec', (tx) => readState(tx, old))).rejects.toThrow(Fenced);
    const nothing = { revision: revision + 1, signed: [], refused: [] };
    await expect(database.asPlatform('spec', (tx) => store(tx, old, revision, nothing))).rejects.toThrow(
      Fenced,
    );
  });

  it('fences a former leader off in Redis', async () => {
    // Nobody leads while this is tried.
    await app.get(Publisher).onModuleDestroy();
    const keys = app.get(PublishingKeys);
    const { redis } = published;
    const text = (term: number) =>
      signHead(keys.signer, keys.platform, { term, epoch: 1, revision: 7, time: 1 });
    // The paused leader has read this head …
    const read = (await redis.get(redisKeys.head)) ?? '';
    // … a newer one writes its own …
    await release(redis, { expected: read, term: 900, documents: [], head: text(900) });
    // … and the paused one wakes up.
    const late = { term: 899, documents: [{ name: 'app:late', envelope: 'late' }] };
    await expect(release(redis, { ...late, expected: read })).rejects.toThrow(Fenced);
    await expect(release(redis, { ...late, term: 901, expected: read })).rejects.toThrow(Moved);
    expect(await redis.get(redisKeys.document('app:late'))).toBeNull();
  });
});
