import { getConfig, NginxSettings, replaceConfig } from '@aegis/contracts';
import { startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { NginxTest } from './nginx-test.ts';

describe('platform config', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  const config = (nginx: object = {}) => ({ nginx: NginxSettings.parse(nginx), plugins: {} });

  it('shows the settings with the nginx.conf that they make, and publishes a change', async () => {
    const published = new PublishedView();
    const { data: before } = await world.operator
      .send(getConfig)
      .then(({ body }) => ({ data: body as { nginx_conf: string } }));
    expect(before.nginx_conf).not.toContain('worker_connections 4321;');
    const body = { config: config({ worker_connections: 4_321 }) };
    const answer = await world.operator.send(replaceConfig, { body });
    expect(answer.status).toBe(200);
    const { liveness, nginx_conf } = answer.body as { liveness: { revision: number }; nginx_conf: string };
    expect(nginx_conf).toContain('worker_connections 4321;');
    await published.until(liveness.revision);
    expect((await published.document('nginx:conf'))?.content.conf).toBe(nginx_conf);
    published.close();
  });

  it('switches plugins on for the platform', async () => {
    const published = new PublishedView();
    const body = { config: { ...config(), plugins: { cors: { origins: ['*'] } } } };
    const answer = await world.operator.send(replaceConfig, { body });
    await published.until((answer.body as { liveness: { revision: number } }).liveness.revision);
    const document = await published.document('platform:settings');
    expect(document?.content.plugins).toMatchObject([{ name: 'cors', settings: { origins: ['*'] } }]);
    published.close();
  });

  it('bounds how many requests of an app a gateway works on at once', async () => {
    const published = new PublishedView();
    const body = { config: { ...config(), app_max_in_flight: 500 } };
    const answer = await world.operator.send(replaceConfig, { body });
    await published.until((answer.body as { liveness: { revision: number } }).liveness.revision);
    expect((await published.document('platform:settings'))?.content.app_max_in_flight).toBe(500);
    published.close();
  });

  it('422 plugin settings that the schema refuses', async () => {
    const body = { config: { ...config(), plugins: { cors: {} } } };
    expectRefusal(
      await world.operator.send(replaceConfig, { body }),
      'invalid_input',
      '/config/plugins/cors',
    );
  });

  it.each([
    ['text where a number belongs', { worker_connections: '1; load_module evil.so' }],
    ['an address range that ends the directive', { trusted_proxies: ['10.0.0.0/8; lua_code_cache off'] }],
  ])('422 %s', async (_, nginx) => {
    const body = { config: { nginx, plugins: {} } };
    expectRefusal(await world.operator.send(replaceConfig, { body }), 'invalid_input');
  });

  it('422 what nginx itself refuses, with its reason', async () => {
    expect(await new NginxTest().refusal('events {} http { no_such_directive; }')).toContain(
      'no_such_directive',
    );
    // Bounds that are each fine, and more than nginx takes together.
    const body = {
      config: config({ dictionaries: { documents_mb: 65_536, limits_mb: 65_536, usage_mb: 65_536 } }),
    };
    const answer = await world.operator.send(replaceConfig, { body });
    if (answer.status !== 200) expectRefusal(answer, 'configuration_refused');
  });

  describeRefusals(() => world, getConfig);
  describeRefusals(
    () => world,
    replaceConfig,
    () => ({ body: { config: config() } }),
  );
});
