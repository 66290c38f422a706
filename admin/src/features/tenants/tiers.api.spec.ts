import {
  createLimit,
  createTenantTier,
  deleteLimit,
  deleteTenantTier,
  getTenantTier,
  listTenantTiers,
  putTenant,
  replaceTenantTier,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('tenant tiers', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  const body = { name: 'gold' };
  const params = async () => ({ app_id: (await newApp(world)).id });
  const add = async (appId: string, tier: object = {}) =>
    (
      await world.company.owner.call(createTenantTier, {
        params: { app_id: appId },
        body: { ...body, ...tier },
      })
    ).data;
  const create = async () => {
    const at = await params();
    return { ...at, id: (await add(at.app_id)).id };
  };
  const limited = async (appId: string) =>
    (
      await world.company.owner.call(createLimit, {
        params: { app_id: appId },
        body: { name: 'burst', amount: 10, period_ms: 60_000, by: ['tenant'] },
      })
    ).data;

  it('are published in the app’s document as soon as something depends on them', async () => {
    const published = new PublishedView();
    const { app_id } = await params();
    const limit = await limited(app_id);
    const gold = await add(app_id, { limits: ['burst'] });
    const content = async (revision: number) => {
      await published.until(revision);
      return (await published.document(`app:${app_id}`))?.content;
    };
    expect(await content(gold.liveness.revision)).not.toHaveProperty('tenancy');
    const basic = await add(app_id, { name: 'basic', is_default: true });
    expect(await content(basic.liveness.revision)).toMatchObject({
      tenancy: {
        required: false,
        unknown: 'serve',
        default_tier: basic.id,
        tiers: { [gold.id]: { name: 'gold', limits: [limit.id] }, [basic.id]: { name: 'basic', limits: [] } },
      },
    });
    published.close();
  });

  it('one is the default, and another one takes that over', async () => {
    const { app_id } = await params();
    await add(app_id, { is_default: true });
    await add(app_id, { name: 'basic', is_default: true });
    const { data } = await world.company.owner.call(listTenantTiers, { params: { app_id } });
    expect(data.items.map(({ name, is_default }) => [name, is_default])).toEqual([
      ['basic', true],
      ['gold', false],
    ]);
  });

  it('409 to remove one with a tenant in it, and a limit that a tier names', async () => {
    const { app_id } = await params();
    const limit = await limited(app_id);
    const { id } = await add(app_id, { limits: ['burst'] });
    await world.company.owner.call(putTenant, { params: { app_id, tenant: 'acme' }, body: { tier: 'gold' } });
    const held = await world.company.owner.send(deleteTenantTier, { params: { app_id, id } });
    expectRefusal(held, 'in_use');
    expect(held.problem.detail).toContain('acme');
    expectRefusal(
      await world.company.owner.send(deleteLimit, { params: { app_id, id: limit.id } }),
      'in_use',
    );
  });

  it('409 the name of another tier, 422 a limit that is not there', async () => {
    const { app_id } = await create();
    expectRefusal(await world.company.owner.send(createTenantTier, { params: { app_id }, body }), 'conflict');
    const unknown = { params: { app_id }, body: { name: 'x', limits: ['none'] } };
    expectRefusal(await world.company.owner.send(createTenantTier, unknown), 'invalid_input', '/limits/0');
  });

  it('removes', async () => {
    const at = await create();
    await world.company.owner.call(deleteTenantTier, { params: at });
    expectRefusal(await world.company.owner.send(getTenantTier, { params: at }), 'not_found');
  });

  describeRefusals(
    () => world,
    listTenantTiers,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createTenantTier,
    async () => ({ params: await params(), body }),
  );
  describeRefusals(
    () => world,
    getTenantTier,
    async () => ({ params: await create() }),
  );
  describeRefusals(
    () => world,
    replaceTenantTier,
    async () => ({ params: await create(), body }),
  );
  describeRefusals(
    () => world,
    deleteTenantTier,
    async () => ({ params: await create() }),
  );
});
