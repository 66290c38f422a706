import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { closedPort } from '../../src/closed-port.ts';
import { fullPort } from '../../src/full-port.ts';
import { platformDocument } from '../../src/gateway/documents.ts';
import { rawRequest, sendRaw } from '../../src/gateway/raw.ts';
import {
  HOST,
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '../../src/gateway/traffic.ts';
import { RecordingUpstream } from '../../src/gateway-harness.ts';

describe('forwarding', () => {
  let scene: Scene;
  let other: RecordingUpstream;

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    other = await RecordingUpstream.start();
  });
  afterAll(async () => {
    await scene.stop();
    await other.stop();
  });

  const upstream = (...targets: ReturnType<typeof target>[]) => upstreamRecord(targets);
  const publish = (record: ReturnType<typeof upstreamRecord>) =>
    scene.gateway.publish([upstreamsDocument({ main: record })]);
  const reset = () => publish(upstream(target(scene.upstream.port)));
  const last = () => scene.upstream.requests.at(-1);
  const codeOf = (text: string) => (JSON.parse(text) as { code: string }).code;

  describe('headers', () => {
    beforeAll(reset);

    it('of identity come from the gateway only, in whatever spelling the client sends them', async () => {
      await rawRequest(scene.gateway.port, '/', HOST, [
        'X-Aegis-User: root',
        'x-aegis-tenant: evil',
        'X-AEGIS-ROLES: admin',
        'X_Aegis_User: root',
        'X-Aegis_User: root',
        'X.Aegis.User: root',
        'X-Aegis-Anything: at all',
        'X-Aegis-Key-Id: theirs',
        'X-Aegis-Assertion: forged',
        'Forwarded: for=1.2.3.4',
        'X-Real-IP: 1.2.3.4',
        'X-Forwarded-For: 1.2.3.4',
        'Proxy: http://evil',
      ]);
      const sent = last()?.headers ?? {};
      expect(
        Object.keys(sent)
          .filter((name) => /aegis|proxy|real|^forwarded/i.test(name))
          .toSorted(),
      ).toEqual(['x-aegis-app', 'x-aegis-environment']);
      expect(sent['x-aegis-app']).toBe('demo');
      expect(sent['x-forwarded-for']).toBe('127.0.0.1');
      expect(sent['x-forwarded-proto']).toBe('http');
    });

    it('that Connection names end at the gateway', async () => {
      await sendRaw(
        scene.gateway.port,
        `GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-Hop: 1\r\nX-Keep: 1\r\nConnection: close, X-Hop, X-Aegis-App, Host\r\n\r\n`,
      );
      expect(last()?.headers['x-hop']).toBeUndefined();
      expect(last()?.headers['x-keep']).toBe('1');
      expect(last()?.headers['x-aegis-app']).toBe('demo');
      expect(last()?.headers.host).toBe(`127.0.0.1:${scene.upstream.port}`);
    });

    it('of one hop only do not pass, nor any upgrade but WebSocket', async () => {
      await sendRaw(
        scene.gateway.port,
        `GET / HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\nTE: trailers\r\nKeep-Alive: 5\r\nProxy-Authorization: x\r\n\r\n`,
      );
      for (const name of ['upgrade', 'te', 'keep-alive', 'proxy-authorization']) {
        expect(last()?.headers[name]).toBeUndefined();
      }
    });

    it('keep a well formed request id and trace context, and begin both otherwise', async () => {
      const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
      const answer = await scene.get('/', { 'x-request-id': 'my-request-1', traceparent: trace });
      expect(answer.headers['x-request-id']).toBe('my-request-1');
      expect(last()?.headers).toMatchObject({ 'x-request-id': 'my-request-1', traceparent: trace });
      const made = await scene.get('/', { 'x-request-id': 'bad id"', traceparent: `00-${'0'.repeat(32)}-x` });
      expect(made.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
      expect(last()?.headers['x-request-id']).toBe(made.headers['x-request-id']);
      expect(last()?.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      const again = await scene.get('/');
      expect(again.headers['x-request-id']).not.toBe(made.headers['x-request-id']);
    });

    it("send the target's name, or the client's where the upstream wants it", async () => {
      await scene.get('/');
      expect(last()?.headers.host).toBe(`127.0.0.1:${scene.upstream.port}`);
      await publish({ ...upstream(target(scene.upstream.port)), host_header: 'client' });
      await scene.get('/');
      expect(last()?.headers.host).toBe(HOST);
      await reset();
    });
  });

  describe('targets', () => {
    it('share by weight, and a weight of 0 takes none', async () => {
      const closed = closedPort();
      await publish(
        upstream(
          target(scene.upstream.port, { weight: 3, path: '/base' }),
          target(other.port),
          target(closed, { weight: 0 }),
        ),
      );
      scene.upstream.requests.length = 0;
      other.requests.length = 0;
      for (let i = 0; i < 8; i += 1) expect((await scene.get('/x?y=1')).status).toBe(200);
      expect([scene.upstream.requests.length, other.requests.length]).toEqual([6, 2]);
      expect(last()?.url).toBe('/base/x?y=1');
      expect(other.requests.at(-1)?.url).toBe('/x?y=1');
    });

    it('that cannot be reached are passed over, with the name of the next one', async () => {
      await publish(upstream(target(closedPort()), target(other.port)));
      scene.gateway.expectProblems(/connect\(\) failed \(111/, /no live upstreams/);
      for (let i = 0; i < 4; i += 1) {
        expect((await scene.call('/', { method: 'POST', body: 'x' })).status).toBe(200);
      }
      expect(other.requests.at(-1)?.headers.host).toBe(`127.0.0.1:${other.port}`);
    });

    it('that are all unreachable answer 503', async () => {
      await publish(upstream(target(closedPort()), target(closedPort())));
      const answer = await scene.get('/');
      expect(answer.status).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'upstream_unavailable' });
    });

    it('by name are found in this machine too, in the family that listens', async () => {
      await publish(upstream(target(scene.upstream.port, { host: 'localhost' })));
      expect((await scene.get('/')).status).toBe(200);
    });

    it('whose name cannot be resolved answer 503', async () => {
      scene.gateway.expectProblems(/recv\(\) failed \(111/);
      await publish(upstream(target(80, { host: 'nothing.invalid' })));
      const answer = await scene.get('/');
      expect(answer.json()).toMatchObject({ status: 503, code: 'upstream_unavailable' });
    });

    it('keep their connections', async () => {
      await reset();
      await scene.get('/');
      const before = scene.upstream.connections;
      for (let i = 0; i < 5; i += 1) await scene.get('/');
      expect(scene.upstream.connections).toBe(before);
    });

    it('at a private address are refused with rule and address, unless the operator allows them', async () => {
      await scene.gateway.publish([platformDocument({ upstream_allow: [] })]);
      const answer = await scene.get('/');
      expect(answer.status).toBe(502);
      expect(answer.json()).toMatchObject({
        code: 'upstream_address_refused',
        address: '127.0.0.1',
        rule: 'loopback',
        detail: expect.stringContaining('AEGIS_UPSTREAM_ALLOW') as string,
      });
      await publish(upstream(target(80, { host: '169.254.169.254' })));
      expect((await scene.get('/')).json()).toMatchObject({ rule: 'link-local and metadata' });
      await publish(upstream(target(80, { host: 'localhost' })));
      expect((await scene.get('/')).json()).toMatchObject({ rule: 'loopback' });
      await scene.gateway.publish([platformDocument()]);
      await reset();
    });
  });

  describe('failures', () => {
    let broken: Server;
    let connections = 0;

    beforeAll(async () => {
      broken = createServer((socket) => {
        connections += 1;
        socket.on('error', () => undefined);
        socket.once('data', () => socket.destroy());
      }).listen(0, '127.0.0.1');
      await once(broken, 'listening');
    });
    afterAll(async () => {
      broken.close();
      await once(broken, 'close');
      await reset();
    });

    const port = () => {
      const address = broken.address();
      return typeof address === 'object' && address ? address.port : 0;
    };

    it('after a POST was sent are 502, and it is never sent again', async () => {
      scene.gateway.expectProblems(/upstream prematurely closed connection|reset by peer/);
      await publish({ ...upstream(target(port()), target(port())), retries: 3 });
      connections = 0;
      const answer = await scene.call('/', { method: 'POST', body: 'order' });
      expect(answer.status).toBe(502);
      expect(answer.json()).toMatchObject({ code: 'upstream_failed' });
      expect(connections).toBe(1);
    });

    it('of an answer that never comes are 504', async () => {
      scene.gateway.expectProblems(/timed out/);
      scene.upstream.answer = () => undefined;
      await publish({
        ...upstream(target(scene.upstream.port), target(scene.upstream.port)),
        timeouts: { connect_ms: 1_000, send_ms: 1_000, read_ms: 200 },
      });
      const before = scene.upstream.requests.length;
      const answer = await scene.get('/');
      expect(answer.status).toBe(504);
      expect(answer.json()).toMatchObject({ code: 'upstream_timeout' });
      expect(scene.upstream.requests.length).toBe(before + 1);
    });

    it('of a connection that is not made in time pass on to another target, and are 504 without one', async () => {
      scene.gateway.expectProblems(/timed out/);
      const full = await fullPort();
      try {
        // nginx's own time-out is 5 s.
        const timeouts = { connect_ms: 200, send_ms: 60_000, read_ms: 60_000 };
        await publish({ ...upstream(target(full.port), target(scene.upstream.port)), timeouts });
        scene.upstream.answer = (_request, response) => void response.end();
        const answers = await Promise.all([scene.get('/'), scene.get('/')]);
        expect(answers).toMatchObject([{ status: 200 }, { status: 200 }]);
        await publish({ ...upstream(target(full.port)), timeouts });
        const began = performance.now();
        expect((await scene.get('/')).json()).toMatchObject({ status: 504, code: 'upstream_timeout' });
        expect(performance.now() - began).toBeLessThan(5_000);
      } finally {
        full.stop();
      }
    });

    it('of an upstream that takes no more of a body are 504', async () => {
      scene.gateway.expectProblems(/timed out/);
      const deaf = createServer({ pauseOnConnect: true }, (socket) => {
        socket.on('error', () => undefined);
        deafened.push(socket);
      }).listen(0, '127.0.0.1');
      const deafened: Socket[] = [];
      await once(deaf, 'listening');
      const address = deaf.address();
      await publish({
        ...upstream(target(typeof address === 'object' && address ? address.port : 0)),
        timeouts: { connect_ms: 1_000, send_ms: 200, read_ms: 60_000 },
      });
      // More than the sockets between the two keep for a reader that is late.
      const answer = await scene.call('/', { method: 'POST', body: 'x'.repeat(32 * 1024 * 1024) });
      expect(answer.status).toBe(504);
      expect(answer.json()).toMatchObject({ code: 'upstream_timeout' });
      for (const socket of deafened) socket.destroy();
      deaf.close();
    });

    it('of a broken answer are 502', async () => {
      scene.gateway.expectProblems(/upstream sent too big header/);
      const lying = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`));
      }).listen(0, '127.0.0.1');
      await once(lying, 'listening');
      const address = lying.address();
      await publish(upstream(target(typeof address === 'object' && address ? address.port : 0)));
      expect(codeOf((await scene.get('/')).text)).toBe('upstream_failed');
      lying.close();
    });
  });

  it('refuses a route whose upstream this environment lacks', async () => {
    await scene.gateway.publish([routesDocument([route({ upstream: 'missing' })])]);
    expect((await scene.get('/')).json()).toMatchObject({ status: 503, code: 'upstream_unavailable' });
    await scene.gateway.publish([routesDocument([route()])]);
  });

  it('answers a body that is too large as a problem', async () => {
    scene.gateway.expectProblems(/too large body/);
    const answer = await sendRaw(
      scene.gateway.port,
      `POST / HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 999999999999\r\nConnection: close\r\n\r\n`,
    );
    expect(answer.status).toBe(413);
    expect(codeOf(answer.body)).toBe('payload_too_large');
  });
});
