import { createToken, getMe, listTokens, revokeToken } from '@aegis/contracts';
import { newId } from '../../platform/ids.ts';
import { apiCaller } from '../../testing/api-caller.ts';
import { startWorld } from '../../testing/api-world.ts';
import { addMember, createCompany } from '../../testing/people.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import type { TestApp } from '../../testing/test-app.ts';

describe('tokens', () => {
  let app: TestApp;
  let world: RefusalWorld;

  beforeAll(async () => {
    world = await startWorld();
    app = world.app;
  });
  afterAll(() => app.close());

  const newToken = { name: 'deploy', scopes: ['routes:write'] };
  const create = async () => (await world.company.owner.call(createToken, { body: newToken })).data;

  it('shows the text once and stores only a hash', async () => {
    const { token, ...made } = await create();
    expect(token).toMatch(/^aegis_pat_[A-Za-z0-9_-]{43}$/);
    expect(made.prefix).toBe(token.slice(0, 14));
    const { data } = await world.company.owner.call(listTokens);
    expect(data.items).toContainEqual(made);
    const rows = await app.database.asPlatform('SELECT t::text AS row FROM tokens t WHERE id = $1', [
      made.id,
    ]);
    expect(rows[0]?.row).not.toContain(token);
  });

  it('narrows what its bearer may do, and ends at once', async () => {
    const { id, token } = await create();
    const bearer = apiCaller(app.url, { authorization: `Bearer ${token}` });
    expect((await bearer.call(getMe)).data.scopes).toEqual(['routes:write']);
    expectRefusal(await bearer.send(listTokens), 'not_allowed');
    await world.company.owner.call(revokeToken, { params: { id } });
    expectRefusal(await bearer.send(getMe), 'not_signed_in');
  });

  it('repeats the first answer for the same idempotency key, secret included', async () => {
    const input = { body: newToken, headers: { 'idempotency-key': 'spec-key-0001' } };
    const first = await world.company.owner.send(createToken, input);
    const second = await world.company.owner.send(createToken, input);
    expect(second.body).toEqual(first.body);
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const other = { ...input, body: { ...newToken, name: 'another' } };
    expectRefusal(await world.company.owner.send(createToken, other), 'idempotency_mismatch');
  });

  it('refuses scopes beyond the role of the maker', async () => {
    const developer = await addMember(app, world.company, 'developer');
    const body = { name: 'too much', scopes: ['members:write'] };
    expectRefusal(await developer.send(createToken, { body }), 'invalid_input', '/scopes/0');
  });

  it("hides a colleague's personal token", async () => {
    const developer = await addMember(app, world.company, 'developer');
    const other = await addMember(app, world.company, 'developer');
    const { data } = await developer.call(createToken, { body: { ...newToken, kind: 'personal' } });
    const seen = await other.call(listTokens, { query: { limit: 200 } });
    expect(seen.data.items.map(({ id }) => id)).not.toContain(data.id);
    expectRefusal(await other.send(revokeToken, { params: { id: data.id } }), 'not_found');
  });

  it("refuses an app that is not the company's", async () => {
    const body = { ...newToken, app_id: newId() };
    expectRefusal(await world.company.owner.send(createToken, { body }), 'invalid_input', '/app_id');
  });

  it('goes through the list page by page', async () => {
    const company = await createCompany(app);
    const made: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      made.push((await company.owner.call(createToken, { body: { ...newToken, name } })).data.id);
    }
    const first = (await company.owner.call(listTokens, { query: { limit: 2, sort: 'created_at' } })).data;
    const next = first.next ?? '';
    const second = (
      await company.owner.call(listTokens, { query: { limit: 2, sort: 'created_at', cursor: next } })
    ).data;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
    expect(second.next).toBeUndefined();
    const forged = { query: { cursor: 'bm8' } };
    expectRefusal(await company.owner.send(listTokens, forged), 'invalid_input', '/cursor');
  });

  describeRefusals(() => world, listTokens);
  describeRefusals(
    () => world,
    createToken,
    () => ({ body: newToken }),
  );
  describeRefusals(
    () => world,
    revokeToken,
    async () => ({ params: { id: (await create()).id } }),
  );
});
