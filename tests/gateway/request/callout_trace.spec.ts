import { appWithCallouts, CalloutBackend, calloutDocument } from '../../src/gateway/callouts.ts';
import { sampleOf, stepOf } from '../../src/gateway/samples.ts';
import { nextId, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('an authorize callout in traces', () => {
  let scene: Scene;
  let backend: CalloutBackend;

  beforeAll(async () => {
    backend = await CalloutBackend.start();
    scene = await Scene.start();
    await scene.gateway.publish([
      appWithCallouts('production'),
      routesDocument([route({ auth: 'api_key', permission: 'orders:read', authorize: 'callout' })]),
      calloutDocument(scene.gateway.keys, { port: backend.port }),
    ]);
  });
  afterAll(async () => {
    await backend.stop();
    await scene.stop();
  });

  const newKey = () => scene.publishKey({ tenant: nextId() });
  async function told(key: string) {
    const id = `request-${nextId()}`;
    await scene.get('/orders', { 'x-api-key': key, 'x-request-id': id });
    return stepOf(await sampleOf(scene, id), 'authorize');
  }

  it('says who decided over a request that passed', async () => {
    const key = await newKey();
    const details = { permission: 'orders:read', callout: 'asked' };
    expect(await told(key)).toMatchObject({ outcome: 'passed', details });
    await until(
      async () => (await told(key))?.details.callout === 'remembered by the worker',
      'a worker that knows',
    );
  });

  it('says why a request was refused, and names the setting', async () => {
    backend.decide = () => ({ allowed: false, reason: 'not today' });
    expect(await told(await newKey())).toMatchObject({
      outcome: 'refused',
      rule: expect.stringContaining('not today'),
      about: { kind: 'authorize', name: 'production' },
    });
  });

  it('says what went wrong, which the caller is not told', async () => {
    backend.server.answer = (_, response) => response.writeHead(500).end();
    const key = await newKey();
    expect(await told(key)).toMatchObject({
      outcome: 'failed',
      rule: expect.stringContaining('the backend failed'),
      about: { kind: 'authorize', name: 'production' },
      details: { callout: 'failed', problem: 'it answered 500' },
    });
    expect((await scene.get('/orders', { 'x-api-key': key })).json()).not.toHaveProperty('detail');
  });
});
