import {
  approveCustomer,
  forgotPassword,
  getMe,
  inviteCompany,
  login,
  register,
  resendVerification,
  resetPassword,
  updateMe,
  verifyEmail,
} from '@aegis/contracts';
import { startWorld } from '../../testing/api-world.ts';
import { signIn, verify } from '../../testing/browser.ts';
import { mailedToken, mailsTo } from '../../testing/mails.ts';
import { createOperatorAccount } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const password = 'correct horse battery';
let count = 0;
const newRegistration = (company = 'Größe & Söhne') => {
  count += 1;
  return { email: `founder-${count}@example.test`, password, name: 'Ada', company };
};

describe('accounts', () => {
  let app: TestApp;
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
  });
  afterAll(() => app.close());

  const registered = async (input = newRegistration()) => {
    await app.visitor.call(register, { body: input });
    return input;
  };
  const verified = async (input = newRegistration()) => {
    await registered(input);
    return { input, browser: await verify(app, await mailedToken(app, input.email)) };
  };

  describe('registration', () => {
    it('opens a company whose owner is signed in by the mailed link', async () => {
      const { input, browser } = await verified();
      expect(browser.me.account).toMatchObject({ email: input.email, name: 'Ada', email_verified: true });
      expect(browser.me.memberships).toMatchObject([
        { name: input.company, role: 'owner', status: 'active' },
      ]);
      expect(browser.me.memberships[0]?.slug).toMatch(/^gro-?e-sohne(-\d+)?$/);
      expect((await browser.call(getMe)).data.account.email).toBe(input.email);
    });

    it('answers also without the prefix, and writes addresses in lower case', async () => {
      const input = newRegistration();
      const response = await fetch(`${app.url}/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...input, email: input.email.toUpperCase() }),
      });
      expect({ status: response.status, body: await response.json() }).toEqual({
        status: 202,
        body: { status: 'verification_sent', email: input.email },
      });
      expect(await mailsTo(app, input.email)).toHaveLength(1);
    });

    it('answers the same for a registered address, and only its owner learns of it', async () => {
      const { input } = await verified();
      const fresh = newRegistration();
      const again = await app.visitor.send(register, { body: { ...input, password: 'another password' } });
      const first = await app.visitor.send(register, { body: fresh });
      expect(again.status).toBe(first.status);
      expect(again.body).toEqual({ ...(first.body as object), email: input.email });
      expect((await mailsTo(app, input.email))[0]?.subject).toBe('You already have an account');
      await signIn(app, input.email, password);
    });

    it('lets the owner of an address take an unconfirmed account over', async () => {
      const input = await registered();
      const attackers = await mailedToken(app, input.email);
      await registered({ ...input, password: "the owner's password", company: 'Real' });
      expectRefusal(await app.visitor.send(verifyEmail, { body: { token: attackers } }), 'link_invalid');
      const browser = await verify(app, await mailedToken(app, input.email));
      expect(browser.me.memberships).toMatchObject([{ name: 'Real' }]);
      expectRefusal(
        await app.visitor.send(login, { body: { email: input.email, password } }),
        'invalid_credentials',
      );
    });

    it('gives a second company of the same name another slug', async () => {
      const one = await verified(newRegistration('Twins'));
      const two = await verified(newRegistration('Twins'));
      expect([one, two].map(({ browser }) => browser.me.memberships[0]?.slug)).toEqual(['twins', 'twins-2']);
    });

    it('needs a company without an invitation', async () => {
      const { company: _, ...body } = newRegistration();
      expectRefusal(await app.visitor.send(register, { body }), 'invalid_input', '/company');
    });

    it.each([
      ['/email', { email: 'not an address' }],
      ['/password', { password: 'short' }],
      ['/name', { name: ' ' }],
    ])('422 %s', async (pointer, part) => {
      const body = { ...newRegistration(), ...part };
      expectRefusal(await app.visitor.send(register, { body }), 'invalid_input', pointer);
    });

    it('stores the password as argon2id', async () => {
      const { email } = await registered();
      const rows = await app.database.asPlatform('SELECT password_hash FROM accounts WHERE email = $1', [
        email,
      ]);
      expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    });

    it('stops mails to one address after ten in an hour', async () => {
      const input = newRegistration();
      const answers = [];
      for (let i = 0; i < 11; i += 1) {
        answers.push(await app.visitor.send(resendVerification, { body: { email: input.email } }));
      }
      expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(202));
      const last = answers[10];
      if (!last) throw new Error('no answer');
      expectRefusal(last, 'too_many_attempts');
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });

  describe('verification', () => {
    it('works once', async () => {
      const input = await registered();
      const token = await mailedToken(app, input.email);
      await verify(app, token);
      expectRefusal(await app.visitor.send(verifyEmail, { body: { token } }), 'link_invalid');
    });

    it('is mailed again on demand, and the older link stops working', async () => {
      const input = await registered();
      const older = await mailedToken(app, input.email);
      await app.visitor.call(resendVerification, { body: { email: input.email } });
      expectRefusal(await app.visitor.send(verifyEmail, { body: { token: older } }), 'link_invalid');
      await verify(app, await mailedToken(app, input.email));
    });

    it('says nothing about an unknown address', async () => {
      const answer = await app.visitor.send(resendVerification, { body: { email: 'nobody@example.test' } });
      expect(answer).toMatchObject({ status: 202, body: { status: 'verification_sent' } });
      expect(await mailsTo(app, 'nobody@example.test')).toEqual([]);
    });

    it('refuses an expired link', async () => {
      const input = await registered();
      const token = await mailedToken(app, input.email);
      await app.database.asPlatform(`UPDATE mailed_links SET expires_at = now() - interval '1 second'`);
      expectRefusal(await app.visitor.send(verifyEmail, { body: { token } }), 'link_invalid');
    });
  });

  describe('passwords', () => {
    it('are chosen anew with a mailed link, which ends every session and personal token', async () => {
      const { input, browser } = await verified();
      const body = { email: input.email, password, token: { name: 'cli' } };
      const { data } = await app.visitor.call(login, { body });
      const bearer = app.visitor.with({ authorization: `Bearer ${data.token}` });
      await bearer.call(getMe);
      await app.visitor.call(forgotPassword, { body: { email: input.email } });
      const token = await mailedToken(app, input.email);
      await app.visitor.call(resetPassword, { body: { token, password: 'a brand new one' } });
      expectRefusal(await browser.send(getMe), 'not_signed_in');
      expectRefusal(await bearer.send(getMe), 'not_signed_in');
      await signIn(app, input.email, 'a brand new one');
      const again = await app.visitor.send(resetPassword, { body: { token, password: 'one more time' } });
      expectRefusal(again, 'link_invalid');
    });

    it('prove the address as well: the company opens', async () => {
      const input = await registered();
      await app.visitor.call(forgotPassword, { body: { email: input.email } });
      const token = await mailedToken(app, input.email);
      await app.visitor.call(resetPassword, { body: { token, password: 'a brand new one' } });
      const browser = await signIn(app, input.email, 'a brand new one');
      expect(browser.me.account.email_verified).toBe(true);
      expect(browser.me.memberships).toMatchObject([{ role: 'owner', status: 'active' }]);
    });

    it('cannot be reset with a verification link', async () => {
      const input = await registered();
      const token = await mailedToken(app, input.email);
      const answer = await app.visitor.send(resetPassword, { body: { token, password: 'a brand new one' } });
      expectRefusal(answer, 'link_invalid');
    });

    it('say nothing about an unknown address', async () => {
      const answer = await app.visitor.send(forgotPassword, { body: { email: 'nobody@example.test' } });
      expect(answer).toMatchObject({ status: 202, body: { status: 'reset_sent' } });
      expect(await mailsTo(app, 'nobody@example.test')).toEqual([]);
    });

    it('change with the current one; other sessions end, this one stays', async () => {
      const { input, browser } = await verified();
      const other = await signIn(app, input.email, password);
      const wrong = { password: { current: 'not it at all', next: 'a brand new one' } };
      expectRefusal(await browser.send(updateMe, { body: wrong }), 'invalid_credentials');
      await browser.call(updateMe, {
        body: { name: 'Ada L.', password: { current: password, next: 'a brand new one' } },
      });
      expectRefusal(await other.send(getMe), 'not_signed_in');
      expect((await browser.call(getMe)).data.account.name).toBe('Ada L.');
      await signIn(app, input.email, 'a brand new one');
    });
  });

  describeRefusals(() => world, getMe);
  describeRefusals(
    () => world,
    updateMe,
    () => ({ body: { name: 'New' } }),
  );
  describeRefusals(
    () => world,
    register,
    () => ({ body: newRegistration() }),
  );
  describeRefusals(
    () => world,
    verifyEmail,
    () => ({ body: { token: 'x'.repeat(43) } }),
  );
});

describe('registration by approval', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      AEGIS_REGISTRATION: 'approval',
      AEGIS_REGISTRATION_DOMAINS: 'example.test, other.test',
    });
  });
  afterAll(() => app.close());

  it('waits for an operator, who is told', async () => {
    const operator = await createOperatorAccount(app, 'admin');
    const input = newRegistration('Patience');
    await app.visitor.call(register, { body: input });
    const browser = await verify(app, await mailedToken(app, input.email));
    const [company] = browser.me.memberships;
    expect(company?.status).toBe('pending');
    expect((await mailsTo(app, operator.email))[0]?.subject).toBe('Patience awaits approval');
    await operator.call(approveCustomer, { params: { id: company?.customer_id ?? '' }, body: {} });
    expect((await browser.call(getMe)).data.memberships[0]?.status).toBe('active');
  });

  it('takes addresses of the allowed domains only', async () => {
    const body = { ...newRegistration(), email: 'somebody@elsewhere.test' };
    expectRefusal(await app.visitor.send(register, { body }), 'invalid_input', '/email');
  });
});

describe('registration by invitation', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ AEGIS_REGISTRATION: 'invite' });
  });
  afterAll(() => app.close());

  it('is closed to everybody else', async () => {
    expectRefusal(await app.visitor.send(register, { body: newRegistration() }), 'registration_closed');
  });

  it('opens to the invited address, once', async () => {
    const operator = await createOperatorAccount(app, 'admin');
    const input = newRegistration();
    await operator.call(inviteCompany, { body: { email: input.email } });
    const invitation = await mailedToken(app, input.email, 'invitation');
    const stolen = { ...newRegistration(), invitation };
    expectRefusal(await app.visitor.send(register, { body: stolen }), 'link_invalid');
    await app.visitor.call(register, { body: { ...input, invitation } });
    const browser = await verify(app, await mailedToken(app, input.email));
    expect(browser.me.memberships).toMatchObject([{ status: 'active', role: 'owner' }]);
  });
});
