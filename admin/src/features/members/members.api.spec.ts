import {
  acceptInvitation,
  changeMember,
  createToken,
  getCustomer,
  getMe,
  inviteMember,
  listInvitations,
  listMembers,
  register,
  removeMember,
  withdrawInvitation,
} from '@aegis/contracts';
import { startWorld } from '../../testing/api-world.ts';
import { verify } from '../../testing/browser.ts';
import { mailedToken, mailsTo } from '../../testing/mails.ts';
import { addMember, createCompany, createLoner } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import type { TestApp } from '../../testing/test-app.ts';

describe('members', () => {
  let app: TestApp;
  let world: RefusalWorld;
  let count = 0;
  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
  });
  afterAll(() => app.close());

  const newEmail = () => {
    count += 1;
    return `invited-${count}@example.test`;
  };
  const invite = async (email = newEmail(), role: 'viewer' | 'developer' = 'developer') =>
    (await world.company.owner.call(inviteMember, { body: { email, role } })).data;

  it('are listed by page, searched by the beginning of address or name', async () => {
    const company = await createCompany(app);
    const member = await addMember(app, company, 'viewer');
    const { data } = await company.owner.call(listMembers);
    expect(data.items.map(({ email, role }) => ({ email, role }))).toEqual([
      { email: company.owner.email, role: 'owner' },
      { email: member.email, role: 'viewer' },
    ]);
    const found = await company.owner.call(listMembers, { query: { search: member.email.slice(0, -4) } });
    expect(found.data.items.map(({ email }) => email)).toEqual([member.email]);
    const none = await company.owner.call(listMembers, { query: { search: '%' } });
    expect(none.data.items).toEqual([]);
  });

  it('get another role, in force at once', async () => {
    const member = await addMember(app, world.company, 'viewer');
    const params = { account_id: member.accountId };
    expectRefusal(
      await member.send(inviteMember, { body: { email: newEmail(), role: 'viewer' } }),
      'not_allowed',
    );
    await world.company.owner.call(changeMember, { params, body: { role: 'admin' } });
    expect((await member.send(inviteMember, { body: { email: newEmail(), role: 'viewer' } })).status).toBe(
      201,
    );
  });

  it('leave with their tokens', async () => {
    const company = await createCompany(app);
    const member = await addMember(app, company, 'developer');
    const body = { name: 'ci', scopes: ['customer:read'] };
    const { token } = (await member.call(createToken, { body })).data;
    const bearer = app.visitor.with({ authorization: `Bearer ${token}` });
    await bearer.call(getCustomer);
    await company.owner.call(removeMember, { params: { account_id: member.accountId } });
    expectRefusal(await bearer.send(getCustomer), 'not_signed_in');
    expectRefusal(await member.send(getCustomer), 'not_allowed');
  });

  it('keep their last owner', async () => {
    const company = await createCompany(app);
    const params = { account_id: company.owner.accountId };
    expectRefusal(await company.owner.send(removeMember, { params }), 'conflict');
    expectRefusal(await company.owner.send(changeMember, { params, body: { role: 'admin' } }), 'conflict');
    await addMember(app, company, 'owner');
    expect((await company.owner.send(removeMember, { params })).status).toBe(204);
  });

  it('let only one of two owners go who leave at the same moment', async () => {
    const company = await createCompany(app);
    const second = await addMember(app, company, 'owner');
    const answers = await Promise.all([
      company.owner.send(removeMember, { params: { account_id: company.owner.accountId } }),
      second.send(removeMember, { params: { account_id: second.accountId } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('do not take the company over as admins', async () => {
    const admin = await addMember(app, world.company, 'admin');
    const me = { params: { account_id: admin.accountId }, body: { role: 'owner' } };
    expectRefusal(await admin.send(changeMember, me), 'not_allowed');
    const owner = { params: { account_id: world.company.owner.accountId } };
    expectRefusal(await admin.send(removeMember, owner), 'not_allowed');
    expectRefusal(
      await admin.send(inviteMember, { body: { email: newEmail(), role: 'owner' } }),
      'not_allowed',
    );
  });

  describe('invitations', () => {
    it('are accepted by the account of the address; owners and admins learn of it', async () => {
      const person = await createLoner(app);
      await invite(person.email);
      const token = await mailedToken(app, person.email);
      const other = await createLoner(app);
      expectRefusal(await other.send(acceptInvitation, { body: { token } }), 'link_invalid');
      const { data } = await person.call(acceptInvitation, { body: { token } });
      expect(data).toMatchObject({ email: person.email, role: 'developer' });
      expect((await person.call(getMe)).data.memberships.map(({ slug }) => slug)).toEqual([
        world.company.slug,
      ]);
      expectRefusal(await person.send(acceptInvitation, { body: { token } }), 'link_invalid');
      expect((await mailsTo(app, world.company.owner.email))[0]?.subject).toBe('A Person has joined');
    });

    it('bring a new account into the company without one of its own', async () => {
      const email = newEmail();
      await invite(email, 'viewer');
      const invitation = await mailedToken(app, email);
      const body = { email, name: 'New', password: 'correct horse battery', invitation };
      await app.visitor.call(register, { body });
      const browser = await verify(app, await mailedToken(app, email));
      expect(browser.me.memberships).toMatchObject([{ slug: world.company.slug, role: 'viewer' }]);
    });

    it('are replaced by a newer one, and end by withdrawal', async () => {
      const person = await createLoner(app);
      await invite(person.email);
      const older = await mailedToken(app, person.email);
      const newer = await invite(person.email, 'viewer');
      expectRefusal(await person.send(acceptInvitation, { body: { token: older } }), 'link_invalid');
      const { items } = (await world.company.owner.call(listInvitations)).data;
      expect(items.filter(({ email }) => email === person.email)).toEqual([newer]);
      const token = await mailedToken(app, person.email);
      await world.company.owner.call(withdrawInvitation, { params: { id: newer.id } });
      expectRefusal(await person.send(acceptInvitation, { body: { token } }), 'link_invalid');
    });

    it('are not for members', async () => {
      const member = await addMember(app, world.company, 'viewer');
      const body = { email: member.email, role: 'admin' };
      expectRefusal(await world.company.owner.send(inviteMember, { body }), 'conflict');
    });

    it('cannot start another mail header', async () => {
      await app.database.asPlatform('UPDATE customers SET name = $2 WHERE id = $1', [
        world.company.id,
        'Evil\r\nBcc: all@example.test',
      ]);
      const email = newEmail();
      await invite(email);
      expect((await mailsTo(app, email))[0]?.subject).toBe(
        'A Person invites you to Evil Bcc: all@example.test',
      );
    });

    describeRefusals(() => world, listInvitations);
    describeRefusals(
      () => world,
      inviteMember,
      () => ({ body: { email: newEmail(), role: 'viewer' } }),
    );
    describeRefusals(
      () => world,
      withdrawInvitation,
      async () => ({ params: { id: (await invite()).id } }),
    );
    describeRefusals(
      () => world,
      acceptInvitation,
      () => ({ body: { token: 'x'.repeat(43) } }),
    );
  });

  const memberParams = async () => ({
    account_id: (await addMember(app, world.company, 'viewer')).accountId,
  });
  describeRefusals(() => world, listMembers);
  describeRefusals(
    () => world,
    changeMember,
    async () => ({ params: await memberParams(), body: { role: 'viewer' } }),
  );
  describeRefusals(
    () => world,
    removeMember,
    async () => ({ params: await memberParams() }),
  );
});
