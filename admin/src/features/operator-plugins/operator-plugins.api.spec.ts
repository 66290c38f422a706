import {
  createRoute,
  getConfig,
  installPlugin,
  listOperatorPlugins,
  listPlugins,
  type PluginFile,
  removePlugin,
  replaceAppPlugins,
  replaceConfig,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { GatewayVoice } from '../../testing/gateway-voice.ts';
import { eventually, PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

const source = 'return { new = function() return { access = function() end } end }';
const manifest = (change: Partial<PluginFile> = {}): PluginFile => ({
  name: 'hello',
  version: '1.0.0',
  summary: 'Greets the backend.',
  place: 'early',
  phases: ['access'],
  order: 500,
  secrets: ['token'],
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['whom'],
    properties: {
      whom: { title: 'Whom', description: 'Who is greeted.', type: 'string', maxLength: 20 },
      loud: { title: 'Loud', description: 'In capitals.', type: 'boolean', default: false },
      token: { title: 'Token', description: 'A secret.', type: 'string', maxLength: 100 },
    },
  },
  ...change,
});
const input = (change: Partial<PluginFile> = {}) => {
  const file = manifest(change);
  return { params: { name: file.name }, body: { manifest: file, source } };
};

describe("operators' plugins", () => {
  let world: RefusalWorld;
  let published: PublishedView;
  beforeAll(async () => {
    world = await startWorld();
    published = new PublishedView();
  });
  afterAll(() => {
    published.close();
    return world.app.close();
  });

  const install = (change: Partial<PluginFile> = {}) => world.operator.call(installPlugin, input(change));
  const found = async (name: string) =>
    (await world.operator.call(listOperatorPlugins)).data.items.find((one) => one.name === name);

  it('are published, and companies find them among the built-in ones', async () => {
    const { data } = await install();
    expect(data).toMatchObject({ name: 'hello', built_in: false, uses: { platform: false, apps: 0 } });
    await published.until(data.liveness?.revision ?? 0);
    expect((await published.document('plugin:hello'))?.content).toEqual({
      status: 'active',
      ...{ version: '1.0.0', place: 'early', phases: ['access'], order: 500, source },
    });
    const { items } = (await world.company.owner.call(listPlugins)).data;
    const { settings } = manifest();
    const token = { ...settings.properties.token, writeOnly: true };
    expect(items.find(({ name }) => name === 'hello')).toEqual({
      ...{ name: 'hello', version: '1.0.0', summary: 'Greets the backend.', place: 'early', order: 500 },
      settings: { ...settings, properties: { ...settings.properties, token } },
    });
    expect((await found('cors'))?.built_in).toBe(true);
  });

  it('have settings checked by their schema, and their secrets sealed', async () => {
    await install();
    const at = { app_id: (await newApp(world)).id };
    const bad = { params: at, body: { plugins: { hello: { whom: 7 } } } };
    expectRefusal(
      await world.company.owner.send(replaceAppPlugins, bad),
      'invalid_input',
      '/plugins/hello/whom',
    );
    const plugins = { hello: { whom: 'world', token: 'not for everybody' } };
    const { data } = await world.company.owner.call(replaceAppPlugins, { params: at, body: { plugins } });
    expect(data.plugins.hello).toEqual({ whom: 'world', loud: false, token: { $set: true } });
    await published.until(data.liveness.revision);
    const document = await published.document(`app:${at.app_id}`);
    expect(document?.content.plugins).toEqual([
      { name: 'hello', settings: { whom: 'world', loud: false, token: { $sealed: expect.any(String) } } },
    ]);
  });

  describe('with secrets', () => {
    const secret = 'not for everybody';
    const change = async (at: { app_id: string }, hello: Record<string, unknown>) =>
      (await world.company.owner.call(replaceAppPlugins, { params: at, body: { plugins: { hello } } })).data;
    const stored = (id: string) =>
      world.app.database.asPlatform(`SELECT plugins -> 'hello' AS hello FROM apps WHERE id = '${id}'`);

    it('keep them sealed at rest, write-only, and as they are where that is said', async () => {
      await install({ version: '1.0.1' });
      const at = { app_id: (await newApp(world)).id };
      await change(at, { whom: 'world', token: secret });
      expect(JSON.stringify(await stored(at.app_id))).not.toContain(secret);
      const kept = await change(at, { whom: 'moon', token: { $set: true } });
      expect(kept.plugins.hello).toEqual({ whom: 'moon', loud: false, token: { $set: true } });
      expect(await stored(at.app_id)).toMatchObject([{ hello: { token: { $sealed: expect.any(String) } } }]);
      const audit = await world.app.database.asPlatform(
        "SELECT * FROM audit_entries WHERE action LIKE 'plugins.%'",
      );
      expect(audit.length).toBeGreaterThan(0);
      expect(JSON.stringify(audit)).not.toContain(secret);
      const gone = await change(at, { whom: 'moon' });
      expect(gone.plugins.hello).toEqual({ whom: 'moon', loud: false });
    });

    it('on routes and for the platform too', async () => {
      await install({ version: '1.0.2' });
      const { id } = await newApp(world);
      const plugins = { hello: { whom: 'world', token: secret } };
      const body = { name: 'greet', path: '/greet', plugins };
      const { data } = await world.company.owner.call(createRoute, { params: { app_id: id }, body });
      expect(data.plugins.hello).toMatchObject({ token: { $set: true } });
      await published.until(data.liveness.revision);
      const document = await published.document(`routes:${id}`);
      const settings = { whom: 'world', loud: false, token: { $sealed: expect.any(String) } };
      expect(document?.content.routes).toContainEqual(
        expect.objectContaining({ name: 'greet', plugins: [{ name: 'hello', settings }] }),
      );
      const { config } = (await world.operator.call(getConfig)).data;
      const changed = await world.operator.call(replaceConfig, { body: { config: { ...config, plugins } } });
      expect(changed.data.config.plugins.hello).toMatchObject({ token: { $set: true } });
      await world.operator.call(replaceConfig, { body: { config: { ...config, plugins: {} } } });
    });

    it('422 where there is none to keep, or the sealed form is made up', async () => {
      await install({ version: '1.0.3' });
      const params = { app_id: (await newApp(world)).id };
      for (const [token, pointer] of [
        [{ $set: true }, '/plugins/hello/token'],
        [{ $sealed: 's1.a.b.c' }, '/plugins/hello/token/$sealed'],
      ] as const) {
        const body = { plugins: { hello: { whom: 'world', token } } };
        expectRefusal(
          await world.company.owner.send(replaceAppPlugins, { params, body }),
          'invalid_input',
          pointer,
        );
      }
    });
  });

  it('409 a version that settings in use do not fit, naming app and route', async () => {
    await install({ name: 'fits' });
    const app = await newApp(world);
    const plugins = { fits: { whom: 'world' } };
    const params = { app_id: app.id };
    await world.company.owner.call(replaceAppPlugins, { params, body: { plugins } });
    const body = { name: 'greet', path: '/greet', plugins };
    await world.company.owner.call(createRoute, { params, body });
    const { settings } = manifest();
    const narrower = input({
      name: 'fits',
      version: '2.0.0',
      settings: { ...settings, required: ['whom', 'token'] },
    });
    const answer = await world.operator.send(installPlugin, narrower);
    expectRefusal(answer, 'in_use');
    expect(answer.problem.detail).toContain(`app ${app.slug} (settings must have required property 'token')`);
    expect(answer.problem.detail).toContain(`route greet of app ${app.slug}`);
    expect(await found('fits')).toMatchObject({ version: '1.0.0', uses: { apps: 1, routes: 1 } });
    const removing = await world.operator.send(removePlugin, { params: { name: 'fits' } });
    expectRefusal(removing, 'in_use');
    expect(removing.problem.detail).toContain(`app ${app.slug}; route greet of app ${app.slug}`);
  });

  it('may be switched on for the platform', async () => {
    await install({ name: 'everywhere' });
    const { config } = (await world.operator.call(getConfig)).data;
    const plugins = { everywhere: { whom: 'all' } };
    await world.operator.call(replaceConfig, { body: { config: { ...config, plugins } } });
    expect((await found('everywhere'))?.uses.platform).toBe(true);
    expectRefusal(await world.operator.send(removePlugin, { params: { name: 'everywhere' } }), 'in_use');
    await world.operator.call(replaceConfig, { body: { config: { ...config, plugins: {} } } });
  });

  it('are removed by a document that says so, and may come back', async () => {
    await install({ name: 'leaves' });
    await world.operator.call(removePlugin, { params: { name: 'leaves' } });
    await eventually(async () => (await published.document('plugin:leaves'))?.content.status === 'removed');
    expect(await found('leaves')).toBeUndefined();
    expectRefusal(await world.operator.send(removePlugin, { params: { name: 'leaves' } }), 'not_found');
    expect((await install({ name: 'leaves' })).data.version).toBe('1.0.0');
  });

  it('show how they fail on gateways, in the version that is installed', async () => {
    await install({ name: 'fails' });
    const voice = new GatewayVoice(published.redis, 'g-1');
    const failure = (version: string, message: string) => ({
      ...{ plugin: 'fails', version, message, count: 7, at: 1_763_700_000 },
    });
    const plugin_failures = [failure('1.0.0', 'boom'), failure('0.9.0', 'long ago')];
    await voice.heartbeat(1, { name: 'edge', plugin_failures });
    const view = await eventually(async () => {
      const one = await found('fails');
      return one?.failures.length ? one : undefined;
    });
    expect(view.failures).toEqual([
      { gateway: 'edge', message: 'boom', count: 7, at: new Date(1_763_700_000_000).toISOString() },
    ]);
  });

  it('409 the name of a built-in one', async () => {
    expectRefusal(await world.operator.send(installPlugin, input({ name: 'cors' })), 'conflict');
    expectRefusal(await world.operator.send(removePlugin, { params: { name: 'cors' } }), 'not_found');
  });

  it('422 a manifest that says another name than the address', async () => {
    const answer = await world.operator.send(installPlugin, { ...input(), params: { name: 'other' } });
    expectRefusal(answer, 'invalid_input', '/manifest/name');
  });

  const { settings } = manifest();
  it.each<[string, object, string]>([
    ['a version that is none', { version: 'newest' }, '/manifest/version'],
    ['a phase that there is not', { phases: ['rewrite'] }, '/manifest/phases/0'],
    ['access after the answer', { place: 'response' }, '/manifest/phases'],
    ['a secret that is no setting', { secrets: ['other'] }, '/manifest/secrets/0'],
    [
      'a field without a title',
      { settings: { ...settings, properties: { a: {} } } },
      '/manifest/settings/properties/a/title',
    ],
    [
      'a schema with words that mean nothing',
      { settings: { ...settings, maximal: 1 } },
      '/manifest/settings',
    ],
    [
      'a schema that lets every field pass',
      { settings: { ...settings, additionalProperties: true } },
      '/manifest/settings/additionalProperties',
    ],
  ])('422 %s', async (_, change, pointer) => {
    const body = { manifest: { ...manifest(), ...change }, source };
    const answer = await world.operator.send(installPlugin, { params: { name: 'hello' }, body });
    expectRefusal(answer, 'invalid_input', pointer);
  });

  it('422 more code than gateways take', async () => {
    const body = { manifest: manifest(), source: 'ä'.repeat(131_073) };
    const answer = await world.operator.send(installPlugin, { params: { name: 'hello' }, body });
    expectRefusal(answer, 'invalid_input', '/source');
  });

  describeRefusals(() => world, listOperatorPlugins);
  describeRefusals(
    () => world,
    installPlugin,
    () => input({ name: 'refused' }),
  );
  describeRefusals(
    () => world,
    removePlugin,
    async () => {
      await install({ name: 'gone' });
      return { params: { name: 'gone' } };
    },
  );
});
