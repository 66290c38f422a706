import { once } from 'node:events';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { sendRaw } from '../../src/gateway/raw.ts';
import { HOST, route, Scene } from '../../src/gateway/traffic.ts';

const size = (settings: Record<string, number>) => [{ name: 'request_size', settings }];

describe('request_size', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({
      routes: [
        route({ path: '/body', plugins: size({ max_body_bytes: 1000 }) }),
        route({ path: '/large', plugins: size({ max_body_bytes: 200_000 }) }),
        route({ path: '/headers', plugins: size({ max_header_bytes: 500, max_header_lines: 10 }) }),
      ],
    });
  });
  afterAll(() => scene.stop());

  const post = async (path: string, length: number) =>
    (await scene.call(path, { method: 'POST', body: 'x'.repeat(length) })).status;
  const chunked = (path: string, ...chunks: string[]) =>
    sendRaw(
      scene.gateway.port,
      [
        `POST ${path} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
        ...chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`),
        '0\r\n\r\n',
      ].join(''),
    );

  it('413 a body that tells a larger length; the upstream sees nothing of it', async () => {
    expect(await post('/body', 1000)).toBe(200);
    const before = scene.upstream.requests.length;
    const answer = await scene.call('/body', { method: 'POST', body: 'x'.repeat(1001) });
    expect(answer.json()).toMatchObject({
      status: 413,
      code: 'payload_too_large',
      detail: 'The body is larger than 1000 bytes.',
    });
    expect(scene.upstream.requests).toHaveLength(before);
  });

  it('413 a chunked body that turns out larger; one that fits arrives whole', async () => {
    expect((await chunked('/body', 'x'.repeat(600), 'y'.repeat(400))).status).toBe(200);
    expect(scene.upstream.requests.at(-1)?.body.toString()).toBe('x'.repeat(600) + 'y'.repeat(400));
    const before = scene.upstream.requests.length;
    expect((await chunked('/body', 'x'.repeat(600), 'y'.repeat(401))).status).toBe(413);
    expect(scene.upstream.requests).toHaveLength(before);
  });

  it('measures chunked bodies that do not fit into memory', async () => {
    const half = 'x'.repeat(100_000);
    expect((await chunked('/large', half, half)).status).toBe(200);
    expect(scene.upstream.requests.at(-1)?.body).toHaveLength(200_000);
    expect((await chunked('/large', half, half, 'x')).status).toBe(413);
  });

  it('413 a body of HTTP/2 without a length', async () => {
    const session = connect(`https://127.0.0.1:${scene.gateway.tlsPort}`, { rejectUnauthorized: false });
    const send = async (length: number) => {
      const stream = session.request({ ':path': '/body', ':method': 'POST', ':authority': HOST });
      stream.end('x'.repeat(length));
      const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
      return headers[':status'];
    };
    expect([await send(1000), await send(1001)]).toEqual([200, 413]);
    session.close();
  });

  it('431 headers with more bytes or lines than the route takes', async () => {
    const lines = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}`, '1']));
    expect((await scene.get('/headers')).status).toBe(200);
    const large = await scene.get('/headers', { 'x-large': 'x'.repeat(500) });
    expect(large.json()).toMatchObject({ status: 431, code: 'request_header_too_large' });
    expect((await scene.get('/headers', lines(11))).status).toBe(431);
  });
});
