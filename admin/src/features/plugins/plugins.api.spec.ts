import { getAppPlugins, listPlugins, purgeCache, replaceAppPlugins } from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('plugins', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  const params = async () => ({ app_id: (await newApp(world)).id });
  const body = { plugins: { cors: { origins: ['https://shop.example'] } } };

  it('lists the built-in ones with the schema of their settings', async () => {
    const { data } = await world.company.owner.call(listPlugins);
    expect(data.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['cors', 'ip_restriction']));
    expect(data.items[0]?.settings).toMatchObject({ type: 'object', properties: expect.any(Object) });
  });

  it('switches plugins on and off for the whole app, with the defaults of their schema', async () => {
    const published = new PublishedView();
    const at = await params();
    const { data } = await world.company.owner.call(replaceAppPlugins, { params: at, body });
    expect(data.plugins.cors).toMatchObject({ origins: ['https://shop.example'], max_age_seconds: 600 });
    await published.until(data.liveness.revision);
    const document = await published.document(`app:${at.app_id}`);
    expect(document?.content.plugins).toEqual([{ name: 'cors', settings: data.plugins.cors }]);
    await world.company.owner.call(replaceAppPlugins, { params: at, body: { plugins: {} } });
    expect((await world.company.owner.call(getAppPlugins, { params: at })).data.plugins).toEqual({});
    published.close();
  });

  it('purges kept answers by a count that gateways hear of', async () => {
    const published = new PublishedView();
    const at = await params();
    const { data } = await world.company.owner.call(purgeCache, { params: at });
    await published.until(data.liveness.revision);
    const document = await published.document(`app:${at.app_id}`);
    expect(document?.content).toMatchObject({ cache_generation: 1 });
    published.close();
  });

  it('422 settings that the schema refuses', async () => {
    const input = {
      params: await params(),
      body: { plugins: { ip_restriction: { allow: ['everywhere'] } } },
    };
    const answer = await world.company.owner.send(replaceAppPlugins, input);
    expectRefusal(answer, 'invalid_input', '/plugins/ip_restriction/allow/0');
  });

  describeRefusals(() => world, listPlugins);
  describeRefusals(
    () => world,
    getAppPlugins,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    purgeCache,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    replaceAppPlugins,
    async () => ({ params: await params(), body }),
  );
});
