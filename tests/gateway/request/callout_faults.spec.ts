import { closedPort } from '../../src/closed-port.ts';
import { appWithCallouts, CalloutBackend, calloutDocument } from '../../src/gateway/callouts.ts';
import { platformDocument } from '../../src/gateway/documents.ts';
import { RawBackend } from '../../src/gateway/raw-backend.ts';
import { nextId, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const ALLOWED = '{"allowed":true}';
const ok = (body: string, head = '') =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${head}\r\n${body}`;

describe('an authorize callout whose backend', () => {
  let scene: Scene;
  let raw: RawBackend;

  beforeAll(async () => {
    raw = await RawBackend.start();
    scene = await Scene.start();
    // What nginx itself says where a backend tears a connection down.
    scene.gateway.expectProblems(/recv\(\) failed \(104: /);
    await scene.gateway.publish([
      appWithCallouts('production'),
      routesDocument([route({ auth: 'api_key', permission: 'orders:read', authorize: 'callout' })]),
    ]);
  });
  afterAll(async () => {
    raw.stop();
    await scene.stop();
  });

  type Settings = Parameters<typeof calloutDocument>[1];
  const publish = (more: Settings) =>
    scene.gateway.publish([calloutDocument(scene.gateway.keys, { generation: nextId(), ...more })]);
  /** A callout about which nothing is known, neither answers nor failures. */
  async function settings(more: Settings = {}): Promise<void> {
    await scene.gateway.lua('ngx.shared.aegis_callouts:flush_all() return true');
    // As long as a busy machine needs; those who wait for the time-out say so.
    await publish({ port: raw.port, timeout_ms: 5_000, ...more });
  }
  const newCaller = async () => ({ 'x-api-key': await scene.publishKey({ tenant: nextId() }) });
  const get = async (path = '/orders') => scene.get(path, await newCaller());
  async function expectClosed(caller?: { 'x-api-key': string }): Promise<void> {
    const before = scene.upstream.requests.length;
    const refused = await scene.get('/orders', caller ?? (await newCaller()));
    expect(refused.json()).toMatchObject({ status: 503, code: 'authorize_unavailable' });
    expect(refused.headers['retry-after']).toBe('1');
    expect(scene.upstream.requests.length).toBe(before);
  }

  it('does not listen: closed', async () => {
    await settings({ port: closedPort() });
    await expectClosed();
  });

  it('takes the question and never answers: closed by the time-out', async () => {
    raw.answer = () => undefined;
    await settings({ timeout_ms: 500 });
    await expectClosed();
  });

  it('answers drop by drop: closed by the time-out of the whole', async () => {
    raw.answer = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n${ALLOWED}`);
      const drops = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => clearInterval(drops));
    };
    await settings({ timeout_ms: 500 });
    await expectClosed();
  });

  it.each([
    ['closes the connection', ''],
    ['speaks something else', 'hello\r\n\r\n'],
    ['answers an error', `HTTP/1.1 500 Oops\r\nContent-Length: 16\r\n\r\n${ALLOWED}`],
    ['answers that it is not for the gateway', `HTTP/1.1 401 No\r\nContent-Length: 16\r\n\r\n${ALLOWED}`],
    ['answers what is not JSON', ok('<html>allowed</html>')],
    ['answers a list', ok('[true]')],
    ['answers no object', ok('true')],
    ['answers without `allowed`', ok('{"ok":true}')],
    ['answers `allowed` as a text', ok('{"allowed":"yes"}')],
    ['answers `allowed` as a number', ok('{"allowed":1}')],
    ['names what is no permission', ok('{"allowed":true,"permissions":["orders"]}')],
    ['names permissions that are no list', ok('{"allowed":true,"permissions":{"a":"orders:read"}}')],
    ['contradicts itself', ok('{"allowed":true,"permissions":["!orders:*"]}')],
    ['contradicts itself the other way', ok('{"allowed":false,"permissions":["orders:*"]}')],
    ['names a time that is none', ok('{"allowed":true,"ttl":-1}')],
    ['answers more than 64 kB', ok(`{"allowed":true,"reason":"${'x'.repeat(70_000)}"}`)],
    ['announces more than it sends', `HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n${ALLOWED}`],
    ['sends two lengths', `HTTP/1.1 200 OK\r\nContent-Length: 16\r\nContent-Length: 2\r\n\r\n${ALLOWED}`],
    ['splits its header', `HTTP/1.1 200 OK\r\nX-A: b\nContent-Length: 16\r\n\r\n${ALLOWED}`],
    ['sends a huge head', `HTTP/1.1 200 OK\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n${ALLOWED}`],
    ['compresses what nobody asked it to', ok(ALLOWED, 'Content-Encoding: gzip\r\n')],
  ])('%s: closed', async (_, says) => {
    raw.says(says);
    await settings();
    await expectClosed();
  });

  it('sends elsewhere: closed, and nobody is asked there', async () => {
    const elsewhere = await CalloutBackend.start();
    const location = `http://127.0.0.1:${elsewhere.port}/aegis/authorize`;
    raw.says(`HTTP/1.1 307 Temporary Redirect\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`);
    await settings();
    await expectClosed();
    expect(elsewhere.server.connections).toBe(0);
    await elsewhere.stop();
  });

  it('frames its answer in chunks, or ends it with the connection: understood', async () => {
    await settings();
    raw.says(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"allowe\r\n8\r\nd":true}\r\n0\r\n\r\n',
    );
    expect((await get()).status).toBe(200);
    raw.says(`HTTP/1.0 200 OK\r\n\r\n${ALLOWED}`);
    expect((await get()).status).toBe(200);
  });

  it('shows a certificate that nobody vouches for: closed', async () => {
    await settings({ scheme: 'https', host: 'localhost', port: scene.gateway.tlsPort });
    await expectClosed();
  });

  describe('is a real one', () => {
    let backend: CalloutBackend;

    beforeEach(async () => {
      backend = await CalloutBackend.start();
    });
    afterEach(() => backend.stop());

    it('keeps its connections, and closes them between two questions: asked again on a new one', async () => {
      await settings({ port: backend.port });
      for (let i = 0; i < 10; i += 1) expect((await get()).status).toBe(200);
      // One per worker.
      expect(backend.server.connections).toBeLessThanOrEqual(2);
      backend.server.server.closeAllConnections();
      for (let i = 0; i < 4; i += 1) expect((await get()).status).toBe(200);
    });

    it('lives at an address that is closed to the platform: not connected to', async () => {
      await scene.gateway.publish([platformDocument({ upstream_allow: [] })]);
      await settings({ port: backend.port });
      await expectClosed();
      await settings({ port: backend.port, host: 'localhost' });
      await expectClosed();
      expect(backend.server.connections).toBe(0);
      await scene.gateway.publish([platformDocument()]);
      await settings({ port: backend.port, host: 'localhost' });
      expect((await get()).status).toBe(200);
    });

    it('is asked 256 different questions at a time at the most, by each worker', async () => {
      const held: (() => void)[] = [];
      backend.server.answer = (_, response) => void held.push(() => response.end(ALLOWED));
      await settings({ port: backend.port, timeout_ms: 30_000 });
      const headers = await newCaller();
      const asked = Array.from({ length: 700 }, (_, number) => scene.get(`/orders/${number}`, headers));
      const settled: number[] = [];
      for (const one of asked) void one.then(({ status }) => settled.push(status));
      await until(() => held.length + settled.length === 700, 'every request to be asked about or refused');
      expect(held.length).toBeLessThanOrEqual(2 * 256);
      expect(new Set(settled)).toEqual(new Set([503]));
      for (const release of held) release();
      expect((await Promise.all(asked)).filter(({ status }) => status === 200)).toHaveLength(held.length);
      backend.usual();
      expect((await get()).status).toBe(200);
    });

    it('failed again and again: left alone for a moment, then tried again', async () => {
      backend.server.answer = (_, response) => response.writeHead(500).end();
      await settings({ port: backend.port });
      const callers = await Promise.all(Array.from({ length: 6 }, newCaller));
      for (const caller of callers.slice(0, 5)) await expectClosed(caller);
      backend.usual();
      const asked = backend.questions.length;
      await expectClosed(callers[5]);
      expect(backend.questions).toHaveLength(asked);
      await until(async () => (await get()).status === 200, 'the trial');
      expect((await get()).status).toBe(200);
    });

    it.each([
      ['stale', { yes: 200, no: 403, new: 503 }],
      ['allow', { yes: 200, no: 200, new: 200 }],
      ['deny', { yes: 503, no: 503, new: 503 }],
    ] as const)('goes away: `%s`', async (on_failure, expected) => {
      backend.decide = ({ path }) => ({ allowed: path === '/yes', ttl: 0 });
      await settings({ port: backend.port, on_failure });
      const headers = await newCaller();
      const status = async (path: string) => (await scene.get(path, headers)).status;
      expect([await status('/yes'), await status('/no')]).toEqual([200, 403]);
      backend.server.answer = (_, response) => response.writeHead(500).end();
      expect({ yes: await status('/yes'), no: await status('/no'), new: await status('/new') }).toEqual(
        expected,
      );
    });
  });
});
