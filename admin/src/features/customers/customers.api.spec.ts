import {
  approveCustomer,
  createApp,
  createToken,
  getCustomer,
  getCustomerAsOperator,
  inviteCompany,
  listCompanyInvitations,
  listCustomers,
  listMembers,
  resumeCustomer,
  suspendCustomer,
  updateCustomer,
  withdrawCompanyInvitation,
} from '@aegis/contracts';
import { newId } from '../../platform/ids.ts';
import { startWorld } from '../../testing/api-world.ts';
import { mailedToken } from '../../testing/mails.ts';
import { addMember, createCompany, createLoner } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import type { TestApp } from '../../testing/test-app.ts';

describe('customers', () => {
  let app: TestApp;
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
  });
  afterAll(() => app.close());

  const pendingId = async () => (await createCompany(app, 'pending')).id;
  const activeId = async () => (await createCompany(app)).id;
  const suspendedId = async () => (await createCompany(app, 'suspended')).id;

  describe('as their members see them', () => {
    it('are renamed; who saw an older version is told', async () => {
      const { owner } = world.company;
      const { data, etag } = await owner.call(getCustomer);
      expect(data).toMatchObject({ id: world.company.id, slug: world.company.slug, status: 'active' });
      const renamed = await owner.call(updateCustomer, { body: { name: 'Renamed' }, ifMatch: etag ?? '' });
      expect(renamed.data.name).toBe('Renamed');
      expect(renamed.etag).not.toBe(etag);
      const late = await owner.send(updateCustomer, {
        body: { name: 'Late' },
        headers: { 'if-match': etag ?? '' },
      });
      expectRefusal(late, 'edited_meanwhile');
    });

    it('must be named by who belongs to several', async () => {
      const person = await addMember(app, world.company, 'viewer');
      await app.database.asPlatform(`INSERT INTO memberships VALUES ($1, $2, 'viewer')`, [
        world.stranger.id,
        person.accountId,
      ]);
      const { 'aegis-customer': _, ...unnamed } = person.headers;
      const answer = await app.visitor.with(unnamed).send(getCustomer);
      expectRefusal(answer, 'customer_required');
      expect((await person.call(getCustomer)).data.slug).toBe(world.company.slug);
    });

    it('are found without a name by who belongs to one, and by nobody else', async () => {
      const member = await addMember(app, world.company, 'viewer');
      const { 'aegis-customer': _, ...unnamed } = member.headers;
      expect((await app.visitor.with(unnamed).call(getCustomer)).data.id).toBe(world.company.id);
      expectRefusal(await (await createLoner(app)).send(getCustomer), 'not_allowed');
    });

    it('may be read, but hardly changed, while they are not active', async () => {
      const { owner, id } = await createCompany(app, 'suspended');
      expect((await owner.call(getCustomer)).data.status).toBe('suspended');
      expect((await owner.send(listMembers)).status).toBe(200);
      await app.database.asPlatform(`UPDATE customers SET status = 'closed' WHERE id = $1`, [id]);
      expectRefusal(await owner.send(getCustomer), 'customer_not_active');
    });

    it('answer a token of another company as if it were no member', async () => {
      const person = await addMember(app, world.company, 'owner');
      await app.database.asPlatform(`INSERT INTO memberships VALUES ($1, $2, 'owner')`, [
        world.stranger.id,
        person.accountId,
      ]);
      const body = { name: 'one company', scopes: ['customer:read'] };
      const { token } = (await person.call(createToken, { body })).data;
      const bearer = app.visitor.with({ authorization: `Bearer ${token}` });
      expect((await bearer.call(getCustomer)).data.id).toBe(world.company.id);
      const elsewhere = bearer.with({ 'aegis-customer': world.stranger.slug });
      expectRefusal(await elsewhere.send(getCustomer), 'not_allowed');
    });

    describeRefusals(() => world, getCustomer);
    describeRefusals(
      () => world,
      updateCustomer,
      () => ({ body: { name: 'New name' } }),
    );
  });

  describe('as operators see them', () => {
    it('are listed with owner and counts, filtered, searched and sorted', async () => {
      const company = await createCompany(app, 'pending');
      await addMember(app, company, 'viewer');
      await app.database.asPlatform(`UPDATE customers SET name = 'Zebra Ltd' WHERE id = $1`, [company.id]);
      const { data } = await world.operator.call(listCustomers, {
        query: { search: 'zeb', status: 'pending' },
      });
      expect(data.items).toMatchObject([
        { id: company.id, owner_email: company.owner.email, apps: 0, members: 2 },
      ]);
      const byName = await world.operator.call(listCustomers, { query: { sort: '-name', limit: 1 } });
      expect(byName.data.items[0]?.name).toBe('Zebra Ltd');
      expect(byName.data.next).toBeDefined();
    });

    it('are found by id and by slug', async () => {
      const { id, slug } = world.company;
      const byId = await world.operator.call(getCustomerAsOperator, { params: { id } });
      const bySlug = await world.operator.call(getCustomerAsOperator, { params: { id: slug } });
      expect(byId.data).toEqual(bySlug.data);
      expectRefusal(
        await world.operator.send(getCustomerAsOperator, { params: { id: newId() } }),
        'not_found',
      );
    });

    it('are suspended and resumed; each app is published with the fact', async () => {
      const company = await createCompany(app);
      const appId = (await company.owner.call(createApp, { body: { name: 'Shop' } })).data.id;
      const params = { id: company.id };
      const suspended = await world.operator.call(suspendCustomer, { params, body: { reason: 'abuse' } });
      expect(suspended.data.status).toBe('suspended');
      const [revision] = await app.database.asPlatform('SELECT * FROM revisions WHERE revision = $1', [
        suspended.revision,
      ]);
      expect(revision).toMatchObject({
        customer_id: company.id,
        documents: [{ name: `app:${appId}`, fact: 'suspended' }],
      });
      const resumed = await world.operator.call(resumeCustomer, { params, body: {} });
      expect(resumed.data.status).toBe('active');
      expect(resumed.revision).toBeGreaterThan(suspended.revision ?? 0);
    });

    it('only move from the states that allow it', async () => {
      const approve = async (id: string) =>
        world.operator.send(approveCustomer, { params: { id }, body: {} });
      expect((await approve(await pendingId())).body).toMatchObject({ status: 'active' });
      expectRefusal(await approve(await activeId()), 'conflict');
      const resumeActive = { params: { id: await activeId() }, body: {} };
      expectRefusal(await world.operator.send(resumeCustomer, resumeActive), 'conflict');
      const suspendTwice = { params: { id: await suspendedId() }, body: {} };
      expectRefusal(await world.operator.send(suspendCustomer, suspendTwice), 'conflict');
    });

    it('are invited, and no longer after a withdrawal', async () => {
      const email = 'invited@example.test';
      const { data } = await world.operator.call(inviteCompany, { body: { email } });
      expect(await mailedToken(app, email, 'invitation')).toHaveLength(43);
      expect((await world.operator.call(listCompanyInvitations)).data.items).toContainEqual(data);
      await world.operator.call(withdrawCompanyInvitation, { params: { id: data.id } });
      expect((await world.operator.call(listCompanyInvitations)).data.items).toEqual([]);
      expectRefusal(
        await world.operator.send(withdrawCompanyInvitation, { params: { id: data.id } }),
        'not_found',
      );
    });

    describeRefusals(() => world, listCustomers);
    describeRefusals(
      () => world,
      getCustomerAsOperator,
      () => ({ params: { id: world.company.id } }),
    );
    describeRefusals(
      () => world,
      approveCustomer,
      async () => ({ params: { id: await pendingId() }, body: {} }),
    );
    describeRefusals(
      () => world,
      suspendCustomer,
      async () => ({ params: { id: await activeId() }, body: {} }),
    );
    describeRefusals(
      () => world,
      resumeCustomer,
      async () => ({ params: { id: await suspendedId() }, body: {} }),
    );
    describeRefusals(() => world, listCompanyInvitations);
    describeRefusals(
      () => world,
      inviteCompany,
      () => ({ body: { email: 'someone@example.test' } }),
    );
    describeRefusals(
      () => world,
      withdrawCompanyInvitation,
      async () => {
        const { data } = await world.operator.call(inviteCompany, { body: { email: 'gone@example.test' } });
        return { params: { id: data.id } };
      },
    );
  });
});
