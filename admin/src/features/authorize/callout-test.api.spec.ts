import { once } from 'node:events';
import { createServer } from 'node:http';
import { type CalloutBody, putCallout, testCallout } from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { CALLOUT_SECRET, CalloutBackend, type Said } from '../../testing/callout-backend.ts';
import type { RefusalWorld } from '../../testing/refusals.ts';

describe('the authorize callout is tried', () => {
  let world: RefusalWorld;
  let backend: CalloutBackend;

  beforeAll(async () => {
    world = await startWorld({ AEGIS_UPSTREAM_ALLOW: '127.0.0.0/8' });
    backend = await CalloutBackend.start();
  });
  afterAll(async () => {
    backend.stop();
    await world.app.close();
  });

  const body = {
    permission: 'orders.42:read',
    tenant_id: 'acme',
    user_id: 'ann',
    method: 'POST' as const,
    path: '/orders/42',
    params: { id: '42' },
    roles: ['clerk'],
  };
  const ask = async (settings: Partial<CalloutBody> = {}) => {
    const { owner } = world.company;
    const params = { app_id: (await newApp(world)).id, environment: 'production' as const };
    await owner.call(putCallout, {
      params,
      body: { url: backend.url, secret: CALLOUT_SECRET, timeout_ms: 5_000, ...settings },
    });
    return (await owner.call(testCallout, { params, body })).data;
  };

  it('with the question that a gateway would ask, signed', async () => {
    backend.said = [200, '{"allowed":false,"reason":"no","ttl":7,"permissions":["orders:write"]}'];
    const result = await ask();
    expect(result).toMatchObject({
      verdict: 'denied',
      reason: 'no',
      ttl_s: 7,
      permissions: ['orders:write'],
      answer: { status: 200 },
    });
    expect(JSON.parse(backend.asked.at(-1)?.body ?? '')).toEqual({
      tenant_id: 'acme',
      user_id: 'ann',
      resource: 'orders.42',
      action: 'read',
      method: 'POST',
      path: '/orders/42',
      params: { id: '42' },
      roles: ['clerk'],
      app: expect.any(String),
      environment: 'production',
      request_id: expect.any(String),
    });
    expect(result.request.body).toBe(backend.asked.at(-1)?.body);
    expect(result.request.headers['aegis-signature']).toBe(backend.asked.at(-1)?.headers['aegis-signature']);
    expect(backend.isSigned).toBe(true);
  });

  it.each<[string, Said, string]>([
    ['an error', [500, '{"allowed":true}'], 'it answered 500'],
    ['a redirect', [302, '', { location: 'http://127.0.0.1:9/' }], 'it answered 302'],
    ['no JSON', [200, 'yes'], 'no JSON object'],
    ['a list', [200, '[]'], 'no JSON object'],
    ['no decision', [200, '{}'], 'lacks `allowed`'],
    ['a time that is none', [200, '{"allowed":true,"ttl":"1"}'], '`ttl`'],
    ['no permissions', [200, '{"allowed":true,"permissions":["orders"]}'], '`permissions`'],
    ['two things at once', [200, '{"allowed":true,"permissions":["!orders.*:*"]}'], 'say otherwise'],
    ['too much', [200, `{"allowed":true,"x":"${'x'.repeat(70_000)}"}`], 'larger than 65536'],
    ['an encoding', [200, '{"allowed":true}', { 'content-encoding': 'gzip' }], 'encoded'],
  ])('and answers %s: failed, with the reason', async (_, said, problem) => {
    backend.said = said;
    const result = await ask();
    expect(result.verdict).toBe('failed');
    expect(result.problem).toContain(problem);
  });

  it.each<[string, Record<string, string>, number]>([
    ['max-age', { 'cache-control': 'private, max-age=30' }, 30],
    ['a very long max-age', { 'cache-control': 'max-age=99999' }, 3_600],
    ['no-store', { 'cache-control': 'no-store' }, 0],
    ['nothing', {}, 60],
  ])('and says by %s how long it is good for', async (_, headers, ttl_s) => {
    backend.said = [200, '{"allowed":true}', headers];
    expect(await ask()).toMatchObject({ verdict: 'allowed', ttl_s });
  });

  it('and does not answer in time', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const at = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    expect(await ask({ url: at, timeout_ms: 50 })).toMatchObject({
      verdict: 'failed',
      problem: 'it did not answer in time',
    });
    silent.closeAllConnections();
    silent.close();
  });
});
