import { createKey, createRoute, deleteRoute, replaceRoute, revokeKey } from '@aegis/contracts';
import { type System, startSystem } from '../src/system.ts';
import { until } from '../src/wait.ts';

/** A saved change on its way to a running gateway, seen from outside. */
describe('changes while traffic flows', () => {
  let system: System;
  let app_id: string;

  beforeAll(async () => {
    system = await startSystem();
    app_id = system.demo.app.id;
  }, 120_000);
  afterAll(() => system?.stack.stop(), 60_000);

  it('makes, changes and removes a route without a reload, and says where it is live', async () => {
    const made = await system.customer.call(createRoute, {
      params: { app_id },
      body: { name: 'open', path: '/echo/*', auth: 'none' },
    });
    expect(await system.live(made.revision)).toMatchObject({ live_on: 1, gateways: 1, refusals: [] });
    expect((await system.send('/echo')).status).toBe(200);

    const { liveness: _, id, created_at: _c, updated_at: _u, ...body } = made.data;
    const changed = await system.customer.call(replaceRoute, {
      params: { app_id, id },
      body: { ...body, auth: 'api_key' },
      ...(made.etag && { ifMatch: made.etag }),
    });
    await system.live(changed.revision);
    expect((await system.send('/echo')).json()).toMatchObject({ code: 'missing_credentials' });

    const gone = await system.customer.call(deleteRoute, { params: { app_id, id } });
    await system.live(gone.revision);
    expect((await system.sendWithKey('/echo')).status).toBe(200);
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
});
