import { readFileSync, writeFileSync } from 'node:fs';
import { appDocument, demoDocuments, ids } from '../../src/gateway/documents.ts';
import { GatewayHarness, until } from '../../src/gateway-harness.ts';

describe('a gateway that starts while Redis is away', () => {
  let gateway: GatewayHarness;

  const slug = async () => ((await gateway.probe('app', ids.app)).json() as { slug: string }).slug;

  beforeEach(async () => {
    gateway = await GatewayHarness.start(demoDocuments());
    await gateway.probe('app', ids.app);
    await gateway.keepDocuments();
    await gateway.nginx.stop();
    await gateway.redis.stop();
  });
  afterEach(() => gateway.stop());

  it('serves the documents that it used before, and the newest ones once Redis is back', async () => {
    gateway.boot();
    await gateway.ready();
    for (let i = 0; i < 10; i += 1) expect(await slug()).toBe('demo');
    expect((await gateway.probeHost('demo.localhost')).status).toBe(200);
    expect((await gateway.probe('key', 'c'.repeat(64))).status).toBe(503);
    await gateway.redis.start();
    await gateway.publish([appDocument({ slug: 'after' })]);
    expect(await slug()).toBe('after');
  });

  it('asks for what changed meanwhile', async () => {
    await gateway.redis.start();
    await gateway.publisher.publish([appDocument({ slug: 'meanwhile' })]);
    gateway.boot();
    await gateway.ready();
    await gateway.serves(gateway.publisher.revision);
    expect(await slug()).toBe('meanwhile');
  });

  it('takes no document that is older than the one it used before', async () => {
    await gateway.redis.start();
    const old = await gateway.redis.snapshot();
    await gateway.publisher.publish([appDocument({ slug: 'second' })]);
    gateway.boot();
    await gateway.ready();
    await gateway.serves(gateway.publisher.revision);
    expect(await slug()).toBe('second');
    await gateway.keepDocuments();
    await gateway.nginx.stop();
    const key = gateway.publisher.key({ kind: 'app', id: ids.app });
    const app = old.filter(([name]) => name === key);
    await gateway.redis.put(app);
    gateway.boot();
    await gateway.ready();
    for (let i = 0; i < 10; i += 1) expect(await slug()).toBe('second');
    expect((await gateway.heartbeat()).refusals).toMatchObject([{ document: `app:${ids.app}`, revision: 1 }]);
  });

  it('believes no text of the file that is not signed', async () => {
    const lines = readFileSync(gateway.documentsFile, 'utf8').replace(
      '\\"slug\\":\\"demo\\"',
      '\\"slug\\":\\"evil\\"',
    );
    writeFileSync(gateway.documentsFile, lines);
    gateway.boot();
    await gateway.ready();
    expect((await gateway.probe('app', ids.app)).status).toBe(503);
  });

  it.each([
    ['no file', ''],
    [
      'a file without a signed head',
      '{"name":"head","text":"evil"}\n{"name":"platform:settings","text":"evil"}\n',
    ],
  ])('is not ready with %s, and never open', async (_, text) => {
    writeFileSync(gateway.documentsFile, text);
    gateway.boot();
    await until(
      async () => (await gateway.status('/ready').catch(() => undefined))?.status === 503,
      'it to answer',
    );
    expect((await gateway.probeHost('demo.localhost')).status).toBe(503);
    await gateway.redis.start();
    await gateway.ready();
    expect(await slug()).toBe('demo');
  });

  it('tells the agent when nothing changed', async () => {
    gateway.boot();
    await gateway.ready();
    const { headers } = await gateway.internal('/documents');
    const etag = { 'if-none-match': String(headers.etag) };
    expect((await gateway.internal('/documents', { headers: etag })).status).toBe(304);
  });
});
