import {
  createApp,
  createToken,
  forgotPassword,
  login,
  register,
  resetPassword,
  updateMe,
} from '@aegis/contracts';
import { verify } from '../../testing/browser.ts';
import { mailedToken } from '../../testing/mails.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('the log', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ AEGIS_LOG_LEVEL: 'trace' });
  });
  afterAll(() => app.close());

  it('tells every call and every head of the audit chains, and no secret', async () => {
    const email = 'ada@example.test';
    const secrets = ['first password', 'second password', 'third password'];
    const [first = '', second = '', third = ''] = secrets;
    await app.visitor.call(register, { body: { email, password: first, name: 'Ada', company: 'Shop' } });
    secrets.push(await mailedToken(app, email));
    const browser = await verify(app, secrets.at(-1) ?? '');
    secrets.push(browser.cookie.split('=')[1] ?? '', browser.csrf);
    await browser.call(updateMe, { body: { password: { current: first, next: second } } });
    await app.visitor.send(login, { body: { email, password: 'a wrong password' } });
    secrets.push('a wrong password');
    const { data: made } = await browser.call(createToken, { body: { name: 'ci', scopes: ['*:*'] } });
    const bearer = app.visitor.with({ authorization: `Bearer ${made.token}` });
    const { data: shop } = await bearer.call(createApp, {
      body: { name: 'Shop', upstream_url: 'http://127.0.0.1:9' },
      idempotencyKey: 'a key of the caller',
    });
    secrets.push(made.token, shop.first_key ?? '', 'a key of the caller');
    await app.visitor.call(forgotPassword, { body: { email } });
    const reset = await mailedToken(app, email);
    await app.visitor.call(resetPassword, { body: { token: reset, password: third } });
    secrets.push(reset, app.env.AEGIS_SECRET, app.env.AEGIS_GATEWAY_SECRET);

    const log = app.logs.join('');
    expect(log).toContain('"route":"/api/v1/auth/password/reset"');
    expect(log).toContain('"msg":"audit: head"');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(5);
      expect(log).not.toContain(secret);
    }
  });

  it('keeps the values of a failed statement to itself', async () => {
    const email = 'taken@example.test';
    const rows = await app.database.asPlatform(
      `INSERT INTO accounts (id, email, name) VALUES (gen_random_uuid(), $1, 'X') RETURNING id`,
      [email],
    );
    expect(rows).toHaveLength(1);
    await app.database.asOwner('DROP TABLE mailed_links');
    const before = app.logs.length;
    const answer = await app.visitor.send(forgotPassword, { body: { email } });
    expect(answer.problem).toMatchObject({ status: 500, code: 'internal_error' });
    expect(JSON.stringify(answer.problem)).not.toContain('mailed_links');
    const log = app.logs.slice(before).join('');
    expect(log).toContain('mailed_links');
    expect(log).not.toContain(email);
  });
});
