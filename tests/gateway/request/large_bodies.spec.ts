import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HOST, Scene, target, upstreamRecord, upstreamsDocument } from '../../src/gateway/traffic.ts';

const GIBIBYTE = 2 ** 30;
const CHUNK = Buffer.alloc(2 ** 20, 'aegis');
/** What a worker's memory may grow by; a body that was kept would be a hundred times that. */
const SLACK_KIB = 10 * 1024;

/** So many bytes, made on the way. */
function* bytes(count: number): Generator<Buffer> {
  for (let left = count; left > 0; left -= CHUNK.length)
    yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK;
}

/** Counts, and keeps nothing. */
class Sink extends Writable {
  count = 0;

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.count += chunk.length;
    done();
  }
}

describe('a body of 1 GiB', () => {
  let scene: Scene;
  let backend: Server;
  let arrived: number;

  beforeAll(async () => {
    backend = createServer((incoming, response) => {
      if (incoming.method === 'GET') {
        response.setHeader('content-length', GIBIBYTE);
        void pipeline(Readable.from(bytes(GIBIBYTE)), response);
        return;
      }
      const sink = new Sink();
      void pipeline(incoming, sink).then(() => {
        arrived = sink.count;
        response.end();
      });
    });
    backend.listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const address = backend.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    scene = await Scene.start({ nginx: { worker_processes: 1, max_body_mb: 1_025 } });
    await scene.gateway.publish([upstreamsDocument({ main: upstreamRecord([target(port)]) })]);
    // Whatever a first request makes a worker load is there before anything is measured.
    await send(Readable.from(bytes(CHUNK.length)), CHUNK.length);
  });
  afterAll(async () => {
    await scene.stop();
    backend.closeAllConnections();
    backend.close();
  });

  const open = (method: string, length?: number) =>
    request({
      port: scene.gateway.port,
      host: '127.0.0.1',
      method,
      headers: { host: HOST, ...(length === undefined ? {} : { 'content-length': length }) },
      agent: false,
    });

  async function send(body: Readable, length: number): Promise<number> {
    const outgoing = open('PUT', length);
    const answer = once(outgoing, 'response') as Promise<[import('node:http').IncomingMessage]>;
    await pipeline(body, outgoing);
    const [incoming] = await answer;
    incoming.resume();
    await once(incoming, 'end');
    return incoming.statusCode ?? 0;
  }

  /** Most memory that the worker ever had, in KiB, as the kernel counts it. */
  const peak = () => {
    const [pid] = scene.gateway.nginx.workers();
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  };

  it('goes to the backend in constant memory', async () => {
    const before = peak();
    expect(await send(Readable.from(bytes(GIBIBYTE)), GIBIBYTE)).toBe(200);
    expect(arrived).toBe(GIBIBYTE);
    expect(peak() - before).toBeLessThan(SLACK_KIB);
  }, 120_000);

  it('comes back in constant memory', async () => {
    const before = peak();
    const outgoing = open('GET');
    outgoing.end();
    const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
    const sink = new Sink();
    await pipeline(incoming, sink);
    expect(sink.count).toBe(GIBIBYTE);
    expect(peak() - before).toBeLessThan(SLACK_KIB);
  }, 120_000);
});
