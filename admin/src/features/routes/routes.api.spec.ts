import {
  createLimit,
  createRoute,
  deleteRoute,
  entitlements,
  getRoute,
  listRoutes,
  replaceRoute,
} from '@aegis/contracts';
import { newApp, newRoute, startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('routes', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  const body = { name: 'orders', path: '/orders/:id' };
  const params = async () => ({ app_id: (await newApp(world)).id });
  const create = async () => {
    const at = await params();
    return { ...at, id: (await newRoute(world, at.app_id, 'orders')).id };
  };

  it('publishes a route with limits by id, plugins as a list, and nothing that was not set', async () => {
    const published = new PublishedView();
    const at = await params();
    const limit = { name: 'burst', amount: 10, period_ms: 60_000 };
    const { data: policy } = await world.company.owner.call(createLimit, { params: at, body: limit });
    const { data } = await world.company.owner.call(createRoute, {
      params: at,
      body: {
        ...body,
        methods: ['GET'],
        permission: 'orders.:id:read',
        limits: ['burst'],
        plugins: { cors: { origins: ['https://shop.example'] } },
      },
    });
    expect(data.limits).toEqual(['burst']);
    await published.until(data.liveness.revision);
    const document = await published.document(`routes:${at.app_id}`);
    const routes = document?.content.routes as Record<string, unknown>[];
    expect(routes.find(({ name }) => name === 'orders')).toEqual({
      id: data.id,
      name: 'orders',
      path: '/orders/:id',
      methods: ['GET'],
      priority: 0,
      auth: 'api_key',
      permission: 'orders.:id:read',
      authorize: 'grants_then_callout',
      upstream: 'default',
      limits: [policy.id],
      cost: 1,
      plugins: [
        {
          name: 'cors',
          settings: expect.objectContaining({ origins: ['https://shop.example'], credentials: false }),
        },
      ],
    });
    published.close();
  });

  it('publishes what a request costs', async () => {
    const published = new PublishedView();
    const at = await params();
    const told = { cost: 0, cost_header: { name: 'x-cost', remove: true } };
    const { data } = await world.company.owner.call(createRoute, {
      params: at,
      body: { ...body, ...told },
    });
    expect(data).toMatchObject(told);
    await published.until(data.liveness.revision);
    const routes = (await published.document(`routes:${at.app_id}`))?.content.routes;
    expect(routes).toContainEqual(expect.objectContaining(told));
    published.close();
  });

  it('lists by path and by beginning', async () => {
    const at = await params();
    for (const name of ['b', 'aa', 'ab']) await newRoute(world, at.app_id, name);
    const names = async (query: object) =>
      (await world.company.owner.call(listRoutes, { params: at, query })).data.items.map(({ name }) => name);
    expect(await names({ sort: 'path' })).toEqual(['everything', 'aa', 'ab', 'b']);
    expect(await names({ search: 'a' })).toEqual(['aa', 'ab']);
  });

  it('replaces with the version that was seen', async () => {
    const at = await create();
    const { etag } = await world.company.owner.call(getRoute, { params: at });
    const headers = { 'if-match': etag ?? '' };
    const input = { params: at, body: { ...body, path: '/changed' }, headers };
    expect((await world.company.owner.send(replaceRoute, input)).body).toMatchObject({ path: '/changed' });
    expectRefusal(await world.company.owner.send(replaceRoute, input), 'edited_meanwhile');
  });

  it('409 the name of another route', async () => {
    const at = await create();
    const { data: second } = await world.company.owner.call(createRoute, {
      params: { app_id: at.app_id },
      body: { name: 'second', path: '/second' },
    });
    expectRefusal(
      await world.company.owner.send(createRoute, { params: { app_id: at.app_id }, body }),
      'conflict',
    );
    const renaming = { params: { ...at, id: second.id }, body };
    expectRefusal(await world.company.owner.send(replaceRoute, renaming), 'conflict');
  });

  it('409 more routes than the plan has', async () => {
    const at = await params();
    await world.app.database.asPlatform(
      `INSERT INTO routes (id, customer_id, app_id, name, path, upstream, limit_ids, settings)
       SELECT gen_random_uuid(), $1, $2, 'r' || n, '/' || n, 'default', '{}', '{}' FROM generate_series(2, $3) n`,
      [world.company.id, at.app_id, entitlements.free.routes],
    );
    expectRefusal(await world.company.owner.send(createRoute, { params: at, body }), 'entitlement_reached');
  });

  it.each([
    ['an upstream that is not there', { upstream: 'nowhere' }, '/upstream'],
    ['a limit that is not there', { limits: ['nothing'] }, '/limits/0'],
    ['a plugin that is not there', { plugins: { no_such: {} } }, '/plugins/no_such'],
    ['a plugin without what it needs', { plugins: { cors: {} } }, '/plugins/cors'],
    [
      'a plugin setting of another type',
      { plugins: { cors: { origins: ['ftp://x'] } } },
      '/plugins/cors/origins/0',
    ],
    [
      'a plugin setting that is none',
      { plugins: { cors: { origins: ['*'], nonsense: 1 } } },
      '/plugins/cors/nonsense',
    ],
    ['a path with dot segments', { path: '/a/../b' }, '/path'],
    ['a path that does not begin with /', { path: 'a' }, '/path'],
    ['a path with a star in the middle', { path: '/a/*/b' }, '/path'],
    ['a path with a quote', { path: '/a"b' }, '/path'],
    ['a name with spaces', { name: 'my orders' }, '/name'],
    ['a method that is none', { methods: ['BREW'] }, '/methods/0'],
  ])('422 %s', async (_, change, pointer) => {
    const input = { params: await params(), body: { ...body, ...change } };
    expectRefusal(await world.company.owner.send(createRoute, input), 'invalid_input', pointer);
  });

  it('removes', async () => {
    const at = await create();
    await world.company.owner.call(deleteRoute, { params: at });
    expectRefusal(await world.company.owner.send(getRoute, { params: at }), 'not_found');
  });

  describeRefusals(
    () => world,
    listRoutes,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createRoute,
    async () => ({ params: await params(), body }),
  );
  describeRefusals(
    () => world,
    getRoute,
    async () => ({ params: await create() }),
  );
  describeRefusals(
    () => world,
    replaceRoute,
    async () => ({ params: await create(), body }),
  );
  describeRefusals(
    () => world,
    deleteRoute,
    async () => ({ params: await create() }),
  );
});
