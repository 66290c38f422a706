import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { appDocument, hostDocuments, ids } from '../src/gateway/documents.ts';
import { sendRaw } from '../src/gateway/raw.ts';
import {
  HOST,
  nextId,
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '../src/gateway/traffic.ts';
import { until } from '../src/wait.ts';

type Behaviour = (socket: Socket) => void;

const answers =
  (text: string): Behaviour =>
  (socket) =>
    socket.end(text);

/** A backend that misbehaves on every connection, once a request has come. */
class BadBackend {
  readonly #sockets = new Set<Socket>();
  readonly server: Server;
  requests = 0;
  behave: Behaviour = answers('');

  private constructor() {
    this.server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.once('data', () => {
        this.requests += 1;
        this.behave(socket);
      });
    });
  }

  static async start(): Promise<BadBackend> {
    const backend = new BadBackend();
    backend.server.listen(0, '127.0.0.1');
    await once(backend.server, 'listening');
    return backend;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  get open(): number {
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Promise 11: an upstream that is slow, endless, or lies about lengths. */
describe('a bad upstream', () => {
  const other = nextId();
  let scene: Scene;
  let bad: BadBackend;

  beforeAll(async () => {
    bad = await BadBackend.start();
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    const timeouts = { connect_ms: 1_000, send_ms: 1_000, read_ms: 1_000 };
    await scene.gateway.publish([
      routesDocument([
        route({ path: '/bad/*', upstream: 'bad' }),
        route({ path: '/stuck/*', upstream: 'stuck' }),
        route(),
      ]),
      upstreamsDocument({
        main: upstreamRecord([target(scene.upstream.port)]),
        bad: upstreamRecord([target(bad.port)], { timeouts }),
        // So long that all of them wait at once, also on a busy machine.
        stuck: upstreamRecord([target(bad.port)], { timeouts: { ...timeouts, read_ms: 5_000 } }),
      }),
      appDocument({ id: other, slug: 'other' }),
      { kind: 'routes', id: other, document: { routes: [route()] } },
      {
        kind: 'upstreams',
        id: other,
        document: {
          environments: { production: { main: upstreamRecord([target(scene.upstream.port)]) } },
        },
      },
      ...hostDocuments({
        [HOST]: { app_id: ids.app, environment: 'production' },
        'other.localhost': { app_id: other, environment: 'production' },
      }),
    ]);
    scene.gateway.expectProblems(
      /timed out/,
      /prematurely closed/,
      /upstream sent/,
      /invalid header/,
      /more data than specified/,
      /too big header/,
      /reset by peer/,
    );
  });
  afterAll(async () => {
    await scene.stop();
    await bad.stop();
  });

  const raw = (path: string) =>
    sendRaw(
      scene.gateway.port,
      `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\nX-Own: 1\r\nConnection: close\r\n\r\n`,
    );

  it.each([
    ['says nothing', () => undefined, 504, 'upstream_timeout'],
    [
      'stops within the headers',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nX-'),
      504,
      'upstream_timeout',
    ],
    ['closes at once', answers(''), 502, 'upstream_failed'],
    ['sends headers without end', endless('HTTP/1.1 200 OK\r\n', 'X-More: more\r\n'), 502, 'upstream_failed'],
  ] as const)('that %s', async (_, behave, status, code) => {
    bad.behave = behave;
    const answer = await scene.get('/bad/x');
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });

  it('that promises more than it sends: the client can tell', async () => {
    bad.behave = answers('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort');
    await expect(scene.get('/bad/x')).rejects.toThrow(/aborted|hang up|reset/);
  });

  it('that sends more than it promised: the rest reaches nobody, nor a later request', async () => {
    bad.behave = (socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirstHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret',
      );
    };
    for (let i = 0; i < 3; i += 1) {
      const before = bad.requests;
      expect((await raw('/bad/x')).body).toBe('first');
      expect(bad.requests).toBe(before + 1);
    }
  });

  it('whose body never ends is left as soon as the client leaves', async () => {
    bad.behave = endless('HTTP/1.1 200 OK\r\n\r\n', 'more '.repeat(1_000));
    const before = bad.open;
    const { request } = await import('node:http');
    const outgoing = request({
      port: scene.gateway.port,
      host: '127.0.0.1',
      path: '/bad/x',
      headers: { host: HOST },
      agent: false,
    });
    outgoing.on('error', () => undefined);
    outgoing.end();
    const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
    incoming.on('error', () => undefined);
    await once(incoming, 'data');
    outgoing.destroy();
    await until(() => bad.open <= before, 'the connection to the upstream to be closed');
  });

  it('harms nobody else: other apps are served meanwhile by the same worker', async () => {
    bad.behave = () => undefined;
    const stuck = Array.from({ length: 100 }, () => scene.get('/stuck/x'));
    await until(() => bad.open >= 100, 'all to wait');
    for (let i = 0; i < 100; i += 1) {
      const answer = await scene.call('/', { headers: { host: 'other.localhost' } });
      expect(answer.status).toBe(200);
    }
    for (const answer of await Promise.all(stuck)) expect(answer.status).toBe(504);
  });
});

/** Begins, and then says the same for ever. */
function endless(begin: string, more: string): Behaviour {
  return (socket) => {
    const go = () => {
      while (!socket.destroyed && socket.write(more));
      if (!socket.destroyed) socket.once('drain', go);
    };
    socket.write(begin);
    go();
  };
}
