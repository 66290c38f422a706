import { appDocument, demoDocuments, ids, keyDocument } from '../../src/gateway/documents.ts';
import { GatewayHarness, until } from '../../src/gateway-harness.ts';

describe('Redis', () => {
  const unknown = 'c'.repeat(64);
  let gateway: GatewayHarness;

  const slug = async () => ((await gateway.probe('app', ids.app)).json() as { slug: string }).slug;

  /** Every worker has used the app, so that none of them needs Redis for it. */
  async function warm(): Promise<void> {
    const workers = new Set<string | string[] | undefined>();
    await until(async () => {
      workers.add((await gateway.probe('app', ids.app)).headers['aegis-worker']);
      return workers.size === 2;
    }, 'both workers to answer');
  }

  beforeEach(async () => {
    gateway = await GatewayHarness.start([...demoDocuments(), keyDocument('a'.repeat(64))]);
    await warm();
    // nginx itself says this of a connection that a killed Redis had data for.
    gateway.expectProblems(/recv\(\) failed \(104: Connection reset by peer\), context: ngx.timer/);
  });
  afterEach(() => gateway.stop());

  async function expectKnownThingsOnly(): Promise<void> {
    for (let i = 0; i < 20; i += 1) expect(await slug()).toBe('demo');
    expect((await gateway.probeHost('demo.localhost')).status).toBe(200);
    expect((await gateway.probeHost('other.localhost')).status).toBe(404);
    await until(
      async () => (await gateway.probe('key', unknown)).status === 503,
      'an unknown key to get 503',
    );
    expect((await gateway.probe('key', unknown)).status).toBe(503);
  }

  it('killed and started again costs no known caller an answer, and is believed again', async () => {
    await gateway.redis.stop();
    await expectKnownThingsOnly();
    await gateway.redis.start();
    await gateway.publish([appDocument({ slug: 'after' })]);
    expect(await slug()).toBe('after');
    await until(async () => (await gateway.probe('key', unknown)).status === 404, 'Redis to be asked again');
  });

  it('standing still is the same as away', async () => {
    gateway.redis.pause();
    await expectKnownThingsOnly();
    gateway.redis.resume();
    await gateway.publish([appDocument({ slug: 'after' })]);
    expect(await slug()).toBe('after');
  });

  it('emptied is not a configuration', async () => {
    await gateway.redis.client.flushall();
    await expectKnownThingsOnly();
    expect((await gateway.status('/ready')).json()).toMatchObject({
      status: 'ready',
      store: { problem: 'the store holds no configuration' },
    });
  });

  it('rolled back is not a configuration, and is one again when it has caught up', async () => {
    const before = await gateway.redis.snapshot();
    await gateway.publish([appDocument({ slug: 'second' })]);
    await gateway.publish([appDocument({ slug: 'third' })]);
    await gateway.redis.restore(before);
    await until(
      async () => /older state/.test((await gateway.status('/ready')).text),
      'the older head to be noticed',
    );
    for (let i = 0; i < 20; i += 1) expect(await slug()).toBe('third');
    expect((await gateway.probe('key', unknown)).status).toBe(503);
    await gateway.publish([...demoDocuments(), appDocument({ slug: 'fourth' })]);
    expect(await slug()).toBe('fourth');
  });

  it('away in the middle of a change is asked again for what the change named', async () => {
    await gateway.publisher.publish([appDocument({ slug: 'after' })]);
    await gateway.redis.stop();
    await gateway.redis.start();
    await gateway.serves(gateway.publisher.revision);
    expect(await slug()).toBe('after');
  });
});
