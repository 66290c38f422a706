import { appDocument, demoDocuments, hostDocuments, ids, keyDocument } from '../../src/gateway/documents.ts';
import { GatewayHarness, until } from '../../src/gateway-harness.ts';

describe('a change', () => {
  const hash = 'a'.repeat(64);
  let gateway: GatewayHarness;

  const slug = async () => ((await gateway.probe('app', ids.app)).json() as { slug: string }).slug;

  beforeEach(async () => {
    gateway = await GatewayHarness.start([...demoDocuments(), keyDocument(hash)]);
  });
  afterEach(() => gateway.stop());

  it('is served by every worker without a reload', async () => {
    const workers = gateway.nginx.workers();
    expect(await slug()).toBe('demo');
    await gateway.publish([appDocument({ slug: 'renamed' })]);
    for (let i = 0; i < 20; i += 1) expect(await slug()).toBe('renamed');
    expect(gateway.nginx.workers()).toEqual(workers);
  });

  it('moves hosts in and out of the index', async () => {
    const record = { app_id: ids.app, environment: 'staging' } as const;
    const added = hostDocuments({ 'demo.localhost': record, 'second.localhost': record });
    await gateway.publish(added);
    expect((await gateway.probeHost('second.localhost')).json()).toEqual(record);
    expect((await gateway.probeHost('demo.localhost')).json()).toEqual(record);
    await gateway.publish(added.map((shard) => ({ ...shard, document: { hosts: {} } }) as typeof shard));
    expect((await gateway.probeHost('second.localhost')).status).toBe(404);
  });

  it('that takes rights away acts before its document can be fetched', async () => {
    expect((await gateway.probe('key', hash)).headers['aegis-status']).toBe('active');
    await gateway.publisher.publishTorn({ ...keyDocument(hash, { status: 'revoked' }), fact: 'revoked' });
    await until(
      async () => (await gateway.heartbeat()).refusals.length > 0,
      'the torn document to be refused',
    );
    for (let i = 0; i < 20; i += 1) {
      expect((await gateway.probe('key', hash)).headers['aegis-status']).toBe('revoked');
    }
  });

  it('gives a key back when it is active again', async () => {
    await gateway.probe('key', hash);
    await gateway.publish([{ ...keyDocument(hash, { status: 'revoked' }), fact: 'revoked' }]);
    expect((await gateway.probe('key', hash)).headers['aegis-status']).toBe('revoked');
    await gateway.publish([keyDocument(hash)]);
    expect((await gateway.probe('key', hash)).headers['aegis-status']).toBe('active');
  });

  it('lets a key work that was asked for before it existed', async () => {
    const late = 'b'.repeat(64);
    expect((await gateway.probe('key', late)).status).toBe(404);
    await gateway.publish([keyDocument(late)]);
    expect((await gateway.probe('key', late)).status).toBe(200);
  });

  it('that the stream lost is noticed by the next one', async () => {
    await gateway.probe('app', ids.app);
    await gateway.publisher.publishSilently(appDocument({ slug: 'silent' }));
    await gateway.publish([keyDocument(hash, { tenant: 't1' })]);
    expect(await slug()).toBe('silent');
  });

  it('that the stream lost is noticed by the head alone', async () => {
    await gateway.probe('app', ids.app);
    await gateway.serves(await gateway.publisher.publishSilently(appDocument({ slug: 'silent' })));
    expect(await slug()).toBe('silent');
  });

  it('in hundreds leaves no worker behind', async () => {
    await gateway.probe('app', ids.app);
    for (let i = 1; i <= 300; i += 1) await gateway.publisher.publish([appDocument({ slug: `demo-${i}` })]);
    await gateway.serves(gateway.publisher.revision);
    for (let i = 0; i < 10; i += 1) expect(await slug()).toBe('demo-300');
  });

  it('back to an older state is believed in a new epoch only', async () => {
    await gateway.publish([appDocument({ slug: 'harmful' })]);
    expect(await slug()).toBe('harmful');
    gateway.publisher.beginEpoch();
    await gateway.publisher.publish([...demoDocuments(), keyDocument(hash)]);
    await until(async () => (await slug()) === 'demo');
    await gateway.serves(1);
    expect((await gateway.heartbeat()).epoch).toBe(2);
  });
});
