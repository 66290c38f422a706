import { forgotPassword, getCustomer, getMe, login, updateCustomer } from '@aegis/contracts';
import { waitUntil } from '@aegis/stack';
import { openDatabase } from '../testing/database.ts';
import { mailsTo } from '../testing/mails.ts';
import { createCompany, type TestCompany } from '../testing/people.ts';
import { expectRefusal } from '../testing/refusals.ts';
import { type Servers, startServers } from '../testing/servers.ts';
import { startTestAppOn, type TestApp } from '../testing/test-app.ts';

describe('while a dependency is away', () => {
  let servers: Servers;
  let app: TestApp;
  let company: TestCompany;
  beforeAll(async () => {
    servers = await startServers();
    app = await startTestAppOn(openDatabase(servers.postgres.url), servers.redis.url);
    company = await createCompany(app);
  });
  afterAll(async () => {
    await app.close();
    await servers.stop();
  });

  const readiness = async () => {
    const response = await fetch(`${app.url}/ready`);
    return { status: response.status, body: (await response.json()) as { dependencies: object } };
  };

  it('answers 503 with Retry-After without PostgreSQL, changes nothing, and recovers by itself', async () => {
    await servers.postgres.part.stop();
    const answer = await company.owner.send(updateCustomer, { body: { name: 'Half done' } });
    expectRefusal(answer, 'unavailable');
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await fetch(`${app.url}/health`)).status).toBe(200);
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { ready: false, dependencies: { postgres: { ok: false }, redis_state: { ok: true } } },
    });

    await servers.postgres.part.start();
    await waitUntil(
      'the service to answer',
      async () => (await company.owner.send(getCustomer)).status === 200,
    );
    expect((await company.owner.call(getCustomer)).data.name).not.toBe('Half done');
    await company.owner.call(updateCustomer, { body: { name: 'Whole' } });
  });

  it('hears of mails again after PostgreSQL came back', async () => {
    await servers.postgres.part.stop();
    await servers.postgres.part.start();
    await waitUntil('the service to answer', async () => (await company.owner.send(getMe)).status === 200);
    const { email } = company.owner;
    await app.visitor.call(forgotPassword, { body: { email } });
    const states = () =>
      app.database.asPlatform('SELECT state FROM mail_outbox WHERE recipient = $1', [email]);
    await waitUntil('the mail to be looked at', async () =>
      (await states()).every(({ state }) => state === 'kept'),
    );
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('still signs in and still counts attempts without Redis', async () => {
    await servers.redis.part.stop();
    const attempt = () =>
      app.visitor.send(login, { body: { email: 'a@example.test', password: 'wrong password' } });
    for (let i = 0; i < 10; i += 1) expectRefusal(await attempt(), 'invalid_credentials');
    expectRefusal(await attempt(), 'too_many_attempts');
    expect((await company.owner.send(getMe)).status).toBe(200);
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { dependencies: { redis_config: { ok: false } } },
    });

    await servers.redis.part.start();
    await waitUntil('the service to be ready', async () => (await readiness()).status === 200);
  });
});
