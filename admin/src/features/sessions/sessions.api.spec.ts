import { getMe, listSessions, login, logout, refresh, revokeSession, updateMe } from '@aegis/contracts';
import { hashPassword } from '../../platform/auth/passwords.ts';
import { newId } from '../../platform/ids.ts';
import { startWorld } from '../../testing/api-world.ts';
import { cookieOf, signIn } from '../../testing/browser.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import type { TestApp } from '../../testing/test-app.ts';

const password = 'correct horse battery';

describe('sessions', () => {
  let app: TestApp;
  let world: RefusalWorld;
  let hash: string;
  let count = 0;
  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
    hash = await hashPassword(password);
  });
  afterAll(() => app.close());

  const newAccount = async (verifiedAt: string | null = 'now') => {
    count += 1;
    const email = `login-${count}@example.test`;
    await app.database.asPlatform(
      'INSERT INTO accounts (id, email, name, password_hash, email_verified_at) VALUES ($1, $2, $3, $4, $5)',
      [newId(), email, 'Ada', hash, verifiedAt],
    );
    return email;
  };

  it('sets a cookie that scripts cannot read and other sites cannot use', async () => {
    const answer = await app.visitor.send(login, { body: { email: await newAccount(), password } });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^aegis_session=[A-Za-z0-9_-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('answers alike for a wrong password and an unknown address', async () => {
    const wrong = await app.visitor.send(login, {
      body: { email: await newAccount(), password: 'wrong password' },
    });
    const unknown = await app.visitor.send(login, { body: { email: 'nobody@example.test', password } });
    expectRefusal(wrong, 'invalid_credentials');
    expectRefusal(unknown, 'invalid_credentials');
    expect({ ...wrong.problem, request_id: '' }).toEqual({ ...unknown.problem, request_id: '' });
  });

  it('tells the right password from a wrong one before it asks for the confirmation', async () => {
    const email = await newAccount(null);
    expectRefusal(await app.visitor.send(login, { body: { email, password } }), 'email_not_verified');
    const wrong = { email, password: 'wrong password' };
    expectRefusal(await app.visitor.send(login, { body: wrong }), 'invalid_credentials');
  });

  it('stops guessing after ten attempts, and forgets them after a success', async () => {
    const email = await newAccount();
    const attempt = (text: string) => app.visitor.send(login, { body: { email, password: text } });
    for (let i = 0; i < 9; i += 1) await attempt('wrong password');
    expect((await attempt(password)).status).toBe(200);
    for (let i = 0; i < 10; i += 1) await attempt('wrong password');
    expectRefusal(await attempt(password), 'too_many_attempts');
  });

  it('demands the proof with every change, and not for reading', async () => {
    const browser = await signIn(app, await newAccount(), password);
    const bare = app.visitor.with({ cookie: browser.cookie });
    expect((await bare.send(getMe)).status).toBe(200);
    expectRefusal(await bare.send(updateMe, { body: { name: 'Eve' } }), 'csrf_failed');
    const other = await signIn(app, await newAccount(), password);
    const foreign = bare.with({ 'x-csrf-token': other.csrf });
    expectRefusal(await foreign.send(updateMe, { body: { name: 'Eve' } }), 'csrf_failed');
    const crossSite = browser.with({ 'sec-fetch-site': 'cross-site' });
    expectRefusal(await crossSite.send(updateMe, { body: { name: 'Eve' } }), 'csrf_failed');
  });

  it('is prolonged, and gives the proof to a reloaded page', async () => {
    const browser = await signIn(app, await newAccount(), password);
    const bare = app.visitor.with({ cookie: browser.cookie });
    const answer = await bare.send(refresh);
    expect(cookieOf(answer)).toBe(browser.cookie);
    const { csrf_token } = answer.body as { csrf_token: string };
    const proven = bare.with({ 'x-csrf-token': csrf_token });
    expect((await proven.send(updateMe, { body: { name: 'Ada' } })).status).toBe(200);
    expectRefusal(await world.company.owner.send(refresh), 'not_allowed');
  });

  it('ends at sign-out', async () => {
    const browser = await signIn(app, await newAccount(), password);
    const answer = await browser.send(logout);
    expect(answer.status).toBe(204);
    expect(cookieOf(answer)).toBe('aegis_session=');
    expectRefusal(await browser.send(getMe), 'not_signed_in');
  });

  it('gives command lines a token instead, which sign-out revokes', async () => {
    const body = { email: await newAccount(), password, token: { name: 'laptop' } };
    const answer = await app.visitor.send(login, { body });
    expect(answer.headers.get('set-cookie')).toBeNull();
    const { token } = answer.body as { token: string };
    const bearer = app.visitor.with({ authorization: `Bearer ${token}` });
    expect((await bearer.call(getMe)).data.scopes).toEqual(['*:*']);
    await bearer.call(logout);
    expectRefusal(await bearer.send(getMe), 'not_signed_in');
  });

  it('are listed, and one ends another', async () => {
    const email = await newAccount();
    const here = await signIn(app, email, password);
    const there = await signIn(app, email, password);
    const { items } = (await here.call(listSessions)).data;
    expect(items).toHaveLength(2);
    const other = items.find(({ current }) => !current);
    await here.call(revokeSession, { params: { id: other?.id ?? '' } });
    expectRefusal(await there.send(getMe), 'not_signed_in');
    expect((await here.call(listSessions)).data.items.map(({ current }) => current)).toEqual([true]);
  });

  it("keeps another account's sessions out of reach", async () => {
    const victim = await signIn(app, await newAccount(), password);
    const [session] = (await victim.call(listSessions)).data.items;
    const attacker = await signIn(app, await newAccount(), password);
    const answer = await attacker.send(revokeSession, { params: { id: session?.id ?? '' } });
    expectRefusal(answer, 'not_found');
    expect((await victim.send(getMe)).status).toBe(200);
  });

  it('expires', async () => {
    const browser = await signIn(app, await newAccount(), password);
    await app.database.asPlatform(`UPDATE sessions SET expires_at = now() - interval '1 second'`);
    expectRefusal(await browser.send(getMe), 'not_signed_in');
  });

  it('takes no session beside a broken bearer token', async () => {
    const browser = await signIn(app, await newAccount(), password);
    expectRefusal(await browser.with({ authorization: 'Bearer nonsense' }).send(getMe), 'not_signed_in');
  });

  describeRefusals(
    () => world,
    login,
    () => ({ body: { email: 'nobody@example.test', password } }),
  );
  describeRefusals(() => world, logout);
  describeRefusals(() => world, refresh);
  describeRefusals(() => world, listSessions);
  describeRefusals(
    () => world,
    revokeSession,
    () => ({ params: { id: newId() } }),
  );
});
