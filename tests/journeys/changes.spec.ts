import {
  createKey,
  createRoute,
  deleteRoute,
  getConfig,
  listGateways,
  replaceConfig,
  replaceRoute,
  revokeKey,
} from '@aegis/contracts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** A saved change on its way to a running gateway, seen from outside. */
describe('changes while traffic flows', () => {
  let system: System;
  let app_id: string;

  beforeAll(async () => {
    system = await startSystem();
    app_id = system.demo.app.id;
  }, 60_000);
  afterAll(() => system?.stack.stop(), 30_000);

  it('makes, changes and removes a route without a reload, and says where it is live', async () => {
    const made = await system.customer.call(createRoute, {
      params: { app_id },
      body: { name: 'open', path: '/open/*', auth: 'none' },
    });
    expect(await system.live(made.revision)).toMatchObject({ live_on: 1, gateways: 1, refusals: [] });
    expect((await system.send('/open/door')).status).toBe(200);

    const { liveness: _, id, created_at: _c, updated_at: _u, ...body } = made.data;
    const changed = await system.customer.call(replaceRoute, {
      params: { app_id, id },
      body: { ...body, auth: 'api_key' },
      ...(made.etag && { ifMatch: made.etag }),
    });
    await system.live(changed.revision);
    expect((await system.send('/open/door')).json()).toMatchObject({ code: 'missing_credentials' });

    const gone = await system.customer.call(deleteRoute, { params: { app_id, id } });
    await system.live(gone.revision);
    expect((await system.sendWithKey('/open/door')).status).toBe(200);
  });

  it('refuses a revoked key everywhere', async () => {
    const made = await system.customer.call(createKey, {
      params: { app_id },
      body: { name: 'short-lived', environment: 'production' },
    });
    const withKey = () => system.send('/', { headers: { 'x-api-key': made.data.secret } });
    await until(async () => (await withKey()).status === 200, 'the new key to work');
    await system.customer.call(revokeKey, { params: { app_id, id: made.data.id } });
    await until(async () => {
      const answer = await withKey();
      return answer.status === 401 && (answer.json() as { code: string }).code === 'revoked_key';
    }, 'the key to be refused');
  });

  it('keeps the last good nginx.conf when the gateway refuses a new one, and shows the reason', async () => {
    const now = await system.operator.call(getConfig);
    const { config } = now.data;
    // Valid by every rule that the admin knows, and more shared memory than any machine can map.
    const dictionaries = { ...config.nginx.dictionaries };
    for (const name of Object.keys(dictionaries) as (keyof typeof dictionaries)[])
      dictionaries[name] = 65_536;
    const saved = system.operator.call(replaceConfig, {
      body: { config: { ...config, nginx: { ...config.nginx, dictionaries } } },
      ...(now.etag && { ifMatch: now.etag }),
    });
    await saved;
    const refused = await until(async () => {
      const { data } = await system.operator.call(listGateways);
      const [gateway] = data.items;
      return gateway?.nginx?.state === 'refused' && gateway.nginx;
    }, 'the gateway to refuse the configuration');
    expect(refused.reason).toMatch(/nginx|memory|mmap|emerg/i);
    expect((await system.sendWithKey('/')).status).toBe(200);

    const later = await system.operator.call(getConfig);
    await system.operator.call(replaceConfig, {
      body: { config },
      ...(later.etag && { ifMatch: later.etag }),
    });
    await until(async () => {
      const { data } = await system.operator.call(listGateways);
      return data.items[0]?.nginx?.state === 'live';
    }, 'the good configuration to be back');
  }, 120_000);
});
