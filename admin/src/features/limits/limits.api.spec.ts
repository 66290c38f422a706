import {
  createKey,
  createLimit,
  createRoute,
  deleteLimit,
  getLimit,
  listLimits,
  replaceLimit,
  revokeKey,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('limits', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  const body = { name: 'burst', amount: 600, period_ms: 60_000 };
  const params = async () => ({ app_id: (await newApp(world)).id });
  const create = async () => {
    const at = await params();
    const { data } = await world.company.owner.call(createLimit, { params: at, body });
    return { ...at, id: data.id };
  };

  it('publishes every policy inside the app’s document, and which apply to all of it', async () => {
    const published = new PublishedView();
    const at = await params();
    const { data } = await world.company.owner.call(createLimit, {
      params: at,
      body: { ...body, by: ['key', 'ip', 'header:x-plan', 'claim:org.id'], applies_to_app: true },
    });
    await published.until(data.liveness.revision);
    expect((await published.document(`app:${at.app_id}`))?.content).toMatchObject({
      applied_limits: [data.id],
      limits: {
        [data.id]: {
          id: data.id,
          name: 'burst',
          algorithm: 'sliding_window',
          amount: 600,
          period_ms: 60_000,
          by: ['key', 'ip', 'header:x-plan', 'claim:org.id'],
          store: 'synced',
          on_store_failure: 'local',
        },
      },
    });
    published.close();
  });

  it.each([
    { algorithm: 'fixed_window' },
    { algorithm: 'token_bucket' },
    { algorithm: 'token_bucket', burst: 900 },
    { algorithm: 'leaky_bucket', max_delay_ms: 500 },
  ] as const)('publishes %j as it was given', async (settings) => {
    const published = new PublishedView();
    const at = await params();
    const { data } = await world.company.owner.call(createLimit, {
      params: at,
      body: { ...body, ...settings },
    });
    expect(data).toMatchObject(settings);
    await published.until(data.liveness.revision);
    expect((await published.document(`app:${at.app_id}`))?.content).toMatchObject({
      limits: { [data.id]: { amount: 600, ...settings } },
    });
    published.close();
  });

  it('keeps its uses when it is renamed', async () => {
    const at = await create();
    const input = { params: { app_id: at.app_id }, body: { name: 'r', path: '/r', limits: ['burst'] } };
    const { data: route } = await world.company.owner.call(createRoute, input);
    await world.company.owner.call(replaceLimit, { params: at, body: { ...body, name: 'calm' } });
    const { data } = await world.company.owner.call(listLimits, { params: { app_id: at.app_id } });
    expect(data.items.map(({ name }) => name)).toEqual(['calm']);
    const refused = await world.company.owner.send(deleteLimit, { params: at });
    expectRefusal(refused, 'in_use');
    expect(refused.problem.detail).toContain(route.name);
  });

  it('409 to remove one that a key names, until the key is revoked', async () => {
    const at = await create();
    const input = { params: { app_id: at.app_id }, body: { name: 'k', limits: ['burst'] } };
    const { data: key } = await world.company.owner.call(createKey, input);
    expectRefusal(await world.company.owner.send(deleteLimit, { params: at }), 'in_use');
    await world.company.owner.call(revokeKey, { params: { app_id: at.app_id, id: key.id } });
    await world.company.owner.call(deleteLimit, { params: at });
    expectRefusal(await world.company.owner.send(getLimit, { params: at }), 'not_found');
  });

  it('409 the name of another limit', async () => {
    const at = await create();
    expectRefusal(
      await world.company.owner.send(createLimit, { params: { app_id: at.app_id }, body }),
      'conflict',
    );
    const other = await world.company.owner.call(createLimit, {
      params: { app_id: at.app_id },
      body: { ...body, name: 'other' },
    });
    const renaming = { params: { ...at, id: other.data.id }, body };
    expectRefusal(await world.company.owner.send(replaceLimit, renaming), 'conflict');
  });

  it.each([
    ['nothing at all', { amount: 0 }, '/amount'],
    ['a period below a second', { period_ms: 10 }, '/period_ms'],
    ['a subject that is none', { by: ['moon'] }, '/by/0'],
    ['a header with spaces', { by: ['key', 'header:x plan'] }, '/by/1'],
    ['a header that carries a credential', { by: ['header:authorization'] }, '/by/0'],
    ['a claim without a name', { by: ['claim:'] }, '/by/0'],
    ['an algorithm that is none', { algorithm: 'guess' }, '/algorithm'],
    ['a burst of a window', { burst: 5 }, '/burst'],
    ['a burst of a leaky bucket', { algorithm: 'leaky_bucket', max_delay_ms: 100, burst: 5 }, '/burst'],
    ['a delay of a token bucket', { algorithm: 'token_bucket', max_delay_ms: 100 }, '/max_delay_ms'],
    ['a leaky bucket without a bound', { algorithm: 'leaky_bucket' }, '/max_delay_ms'],
    ['a wait of minutes', { algorithm: 'leaky_bucket', max_delay_ms: 60_000 }, '/max_delay_ms'],
  ])('422 %s', async (_, change, pointer) => {
    const input = { params: await params(), body: { ...body, ...change } };
    expectRefusal(await world.company.owner.send(createLimit, input), 'invalid_input', pointer);
  });

  describeRefusals(
    () => world,
    listLimits,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createLimit,
    async () => ({ params: await params(), body }),
  );
  describeRefusals(
    () => world,
    getLimit,
    async () => ({ params: await create() }),
  );
  describeRefusals(
    () => world,
    replaceLimit,
    async () => ({ params: await create(), body }),
  );
  describeRefusals(
    () => world,
    deleteLimit,
    async () => ({ params: await create() }),
  );
});
