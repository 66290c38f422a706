import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { HOST, Scene, target, upstreamRecord, upstreamsDocument } from '../../src/gateway/traffic.ts';
import { echoOf, echoWebSockets, openWebSocket } from '../../src/gateway/web-socket.ts';
import { until } from '../../src/wait.ts';

describe('forwarded as it comes', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
  });
  afterAll(() => scene.stop());

  const publish = (settings: Parameters<typeof upstreamRecord>[1] = {}) =>
    scene.gateway.publish([
      upstreamsDocument({ main: upstreamRecord([target(scene.upstream.port)], settings) }),
    ]);

  it('events', async () => {
    const sent: (() => void)[] = [];
    scene.upstream.answer = (_, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
      sent.push(() => response.end('data: 2\n\n'));
    };
    const received: string[] = [];
    const outgoing = request({
      port: scene.gateway.port,
      host: '127.0.0.1',
      headers: { host: HOST },
      agent: false,
    });
    outgoing.end();
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    incoming.on('data', (chunk: Buffer) => received.push(chunk.toString()));
    await until(() => received.join('') === 'data: 1\n\n', 'the first event');
    sent[0]?.();
    await once(incoming, 'end');
    expect(received.join('')).toBe('data: 1\n\ndata: 2\n\n');
  });

  it('events that stand still end after the time to wait for more', async () => {
    scene.gateway.expectProblems(/timed out/);
    scene.upstream.answer = (_, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
    };
    const timeouts = { connect_ms: 1_000, send_ms: 1_000, read_ms: 200 };
    await publish({ timeouts });
    await expect(scene.get('/')).rejects.toThrow();
    await publish();
  });

  it('bodies both ways without change', async () => {
    const body = Buffer.alloc(3 * 1024 * 1024, 'aegis');
    scene.upstream.answer = (recorded, response) => response.end(recorded.body);
    const answer = await scene.call('/', { method: 'POST', body });
    expect(answer.text).toBe(body.toString());
  });

  it('a request body before it has ended, unless the upstream wants it whole', async () => {
    let begun = 0;
    const seen = (incoming: IncomingMessage) => {
      if (incoming.method === 'PUT') begun += 1;
    };
    scene.upstream.server.prependListener('request', seen);
    scene.upstream.answer = (recorded, response) => response.end(recorded.body);
    const upload = () =>
      request({
        port: scene.gateway.port,
        host: '127.0.0.1',
        method: 'PUT',
        headers: { host: HOST, 'content-length': 2 },
        agent: false,
      });
    const streamed = upload();
    streamed.write('a');
    await until(() => begun === 1, 'the upstream to see the request');
    streamed.end('b');
    await once(streamed, 'response');
    await publish({ buffer_requests: true });
    const buffered = upload();
    buffered.write('a');
    await scene.get('/');
    expect(begun).toBe(1);
    buffered.end('b');
    await once(buffered, 'response');
    expect(begun).toBe(2);
    scene.upstream.server.removeListener('request', seen);
    await publish();
  });

  it('WebSockets', async () => {
    const asked = once(scene.upstream.server, 'upgrade');
    echoWebSockets(scene);
    const socket = await openWebSocket(scene);
    const [incoming] = (await asked) as [IncomingMessage];
    expect(incoming.headers.connection?.toLowerCase()).toBe('upgrade');
    expect(await echoOf(socket, 'hello')).toBe('hello');
    socket.destroy();
  });
});
