import {
  createRole,
  deleteRole,
  getRole,
  listRoles,
  putTenant,
  type RoleBody,
  replaceRole,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('roles', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  const body = { name: 'viewer', permissions: ['orders:read'] };
  const params = async () => ({ app_id: (await newApp(world)).id });
  const add = async (appId: string, role: Partial<RoleBody>) =>
    (await world.company.owner.call(createRole, { params: { app_id: appId }, body: { ...body, ...role } }))
      .data;
  const create = async () => {
    const at = await params();
    return { ...at, id: (await add(at.app_id, {})).id };
  };

  it('are published in one document, which the app’s own says to look for', async () => {
    const published = new PublishedView();
    const at = await params();
    const viewer = await add(at.app_id, {});
    const admin = await add(at.app_id, {
      name: 'Admin',
      permissions: ['orders:*', '!orders:purge'],
      inherits: ['viewer'],
    });
    await published.until(admin.liveness.revision);
    expect((await published.document(`roles:${at.app_id}`))?.content).toEqual({
      roles: [
        { id: admin.id, name: 'Admin', permissions: ['orders:*', '!orders:purge'], inherits: [viewer.id] },
        { id: viewer.id, name: 'viewer', permissions: ['orders:read'], inherits: [] },
      ],
    });
    expect((await published.document(`app:${at.app_id}`))?.content).toMatchObject({
      authorization: { trust_token_roles: true, roles: true, grants: false },
    });
    published.close();
  });

  it('show what they have through others, nearest first, each once', async () => {
    const { app_id } = await params();
    await add(app_id, { name: 'base', permissions: ['me:read'] });
    await add(app_id, { name: 'viewer', inherits: ['base'] });
    await add(app_id, { name: 'clerk', permissions: ['orders:write'], inherits: ['viewer', 'base'] });
    const admin = await add(app_id, { name: 'admin', permissions: [], inherits: ['clerk'] });
    expect(admin.inherited).toEqual([
      { role: 'clerk', permissions: ['orders:write'] },
      { role: 'base', permissions: ['me:read'] },
      { role: 'viewer', permissions: ['orders:read'] },
    ]);
  });

  it('keep those who inherit them when they are renamed', async () => {
    const { app_id } = await params();
    const viewer = await add(app_id, {});
    const admin = await add(app_id, { name: 'admin', inherits: ['viewer'] });
    await world.company.owner.call(replaceRole, {
      params: { app_id, id: viewer.id },
      body: { ...body, name: 'reader' },
    });
    const { data } = await world.company.owner.call(getRole, { params: { app_id, id: admin.id } });
    expect(data.inherits).toEqual(['reader']);
  });

  it('422 a circle, and says how it goes', async () => {
    const { app_id } = await params();
    const a = await add(app_id, { name: 'a' });
    await add(app_id, { name: 'b', inherits: ['a'] });
    await add(app_id, { name: 'c', inherits: ['b'] });
    const circle = (inherits: string[]) =>
      world.company.owner.send(replaceRole, {
        params: { app_id, id: a.id },
        body: { ...body, name: 'a', inherits },
      });
    const refused = await circle(['c']);
    expectRefusal(refused, 'invalid_input', '/inherits');
    expect(refused.problem.errors?.[0]?.message).toBe('would make a circle: a → c → b → a');
    expectRefusal(await circle(['a']), 'invalid_input', '/inherits');
    expect((await world.company.owner.call(getRole, { params: { app_id, id: a.id } })).data.inherits).toEqual(
      [],
    );
  });

  it('409 the name of another role', async () => {
    const { app_id } = await create();
    expectRefusal(await world.company.owner.send(createRole, { params: { app_id }, body }), 'conflict');
  });

  it('409 to remove one that a role inherits or a user has', async () => {
    const { app_id, id } = await create();
    const child = await add(app_id, { name: 'child', inherits: ['viewer'] });
    const refused = await world.company.owner.send(deleteRole, { params: { app_id, id } });
    expectRefusal(refused, 'in_use');
    expect(refused.problem.detail).toContain('the role child');
    await world.company.owner.call(putTenant, {
      params: { app_id, tenant: 'acme' },
      body: { users: [{ id: 'ann', roles: ['child'] }] },
    });
    const held = await world.company.owner.send(deleteRole, { params: { app_id, id: child.id } });
    expectRefusal(held, 'in_use');
    expect(held.problem.detail).toContain('the user ann');
  });

  it.each([
    ['a role that is not there', { inherits: ['nobody'] }, '/inherits/0'],
    ['what is no permission', { permissions: ['orders'] }, '/permissions/0'],
    ['a pattern outside of the grammar', { permissions: ['orders:read', 'or*:read'] }, '/permissions/1'],
    ['a name with a comma', { name: 'a,b' }, '/name'],
  ])('422 %s', async (_, change, pointer) => {
    const input = { params: await params(), body: { ...body, ...change } };
    expectRefusal(await world.company.owner.send(createRole, input), 'invalid_input', pointer);
  });

  it('lists by beginning', async () => {
    const { app_id } = await params();
    for (const name of ['Beta', 'alpha', 'alfa']) await add(app_id, { name });
    const { data } = await world.company.owner.call(listRoles, {
      params: { app_id },
      query: { search: 'al' },
    });
    expect(data.items.map(({ name }) => name)).toEqual(['alfa', 'alpha']);
  });

  it('removes', async () => {
    const at = await create();
    await world.company.owner.call(deleteRole, { params: at });
    expectRefusal(await world.company.owner.send(getRole, { params: at }), 'not_found');
  });

  describeRefusals(
    () => world,
    listRoles,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createRole,
    async () => ({ params: await params(), body }),
  );
  describeRefusals(
    () => world,
    getRole,
    async () => ({ params: await create() }),
  );
  describeRefusals(
    () => world,
    replaceRole,
    async () => ({ params: await create(), body }),
  );
  describeRefusals(
    () => world,
    deleteRole,
    async () => ({ params: await create() }),
  );
});
