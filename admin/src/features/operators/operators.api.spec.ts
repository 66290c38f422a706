import { createOperator, getMe, listOperators, login, removeOperator, resetPassword } from '@aegis/contracts';
import { mailedToken } from '../../testing/mails.ts';
import { createCompany, createLoner, createOperatorAccount, type TestPerson } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('operators', () => {
  let app: TestApp;
  let world: RefusalWorld;
  let owner: TestPerson;
  let count = 0;
  beforeAll(async () => {
    app = await startTestApp();
    owner = await createOperatorAccount(app, 'owner');
    world = { app, company: await createCompany(app), stranger: await createCompany(app), operator: owner };
  });
  afterAll(() => app.close());

  const newEmail = () => {
    count += 1;
    return `operator-${count}@example.test`;
  };

  it('choose a password by mail and sign in', async () => {
    const email = newEmail();
    const { data } = await owner.call(createOperator, { body: { email, role: 'support' } });
    expect(data).toMatchObject({ email, role: 'support' });
    const token = await mailedToken(app, email);
    await app.visitor.call(resetPassword, { body: { token, password: 'correct horse battery' } });
    const body = { email, password: 'correct horse battery' };
    expect((await app.visitor.call(login, { body })).data.me.operator_role).toBe('support');
    expect((await owner.call(listOperators)).data.items).toContainEqual(data);
  });

  it('may be accounts that exist; nobody becomes one twice', async () => {
    const person = await createLoner(app);
    const body = { email: person.email, role: 'viewer' };
    expect((await owner.send(createOperator, { body })).status).toBe(201);
    expect((await person.call(getMe)).data.operator_role).toBe('viewer');
    expectRefusal(await owner.send(createOperator, { body }), 'conflict');
  });

  it('lose the role at once; the last owner stays', async () => {
    const support = await createOperatorAccount(app, 'support');
    await owner.call(removeOperator, { params: { account_id: support.accountId } });
    expectRefusal(await support.send(listOperators), 'not_allowed');
    expectRefusal(await owner.send(removeOperator, { params: { account_id: owner.accountId } }), 'conflict');
  });

  it('are kept to the scopes of their token', async () => {
    const narrow = await createOperatorAccount(app, 'owner', ['gateways:read']);
    expectRefusal(await narrow.send(listOperators), 'not_allowed');
  });

  describeRefusals(() => world, listOperators);
  describeRefusals(
    () => world,
    createOperator,
    () => ({ body: { email: newEmail(), role: 'viewer' } }),
  );
  describeRefusals(
    () => world,
    removeOperator,
    async () => ({
      params: { account_id: (await createOperatorAccount(app, 'viewer')).accountId },
    }),
  );
});
