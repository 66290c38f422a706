import {
  createOperator,
  getMe,
  listOperators,
  listPlatformAudit,
  login,
  register,
  removeOperator,
  resetPassword,
} from '@aegis/contracts';
import { systemContext } from '../../platform/context.ts';
import { mailedToken } from '../../testing/mails.ts';
import { createCompany, createLoner, createOperatorAccount, type TestPerson } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { OperatorsService } from './operators.service.ts';

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

  it('are made on the command line with a link, once', async () => {
    const service = app.get(OperatorsService);
    const input = { email: newEmail(), role: 'admin' as const };
    const made = await service.create(systemContext('operators-create'), input);
    const token = new URL(made.passwordUrl ?? '').searchParams.get('token') ?? '';
    await app.visitor.call(resetPassword, { body: { token, password: 'correct horse battery' } });
    const query = { resource: 'operator', resource_id: made.operator.account_id };
    const [entry] = (await owner.call(listPlatformAudit, { query })).data.items;
    expect(entry).toMatchObject({ actor: 'operators-create', action: 'operators.create' });
    await expect(service.create(systemContext('operators-create'), input)).rejects.toThrow(
      'is an operator already',
    );
  });

  it('get a password of their own where a stranger set one without confirming the address', async () => {
    const body = { email: newEmail(), password: 'planted by a stranger', name: 'Eve', company: 'Evil' };
    await app.visitor.call(register, { body });
    await owner.call(createOperator, { body: { email: body.email, role: 'viewer' } });
    const token = await mailedToken(app, body.email);
    await app.visitor.call(resetPassword, { body: { token, password: 'chosen by the owner' } });
    const planted = { email: body.email, password: body.password };
    expectRefusal(await app.visitor.send(login, { body: planted }), 'invalid_credentials');
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
