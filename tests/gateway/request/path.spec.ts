import { appDocument } from '../../src/gateway/documents.ts';
import { rawRequest, sendRaw } from '../../src/gateway/raw.ts';
import { HOST, Scene } from '../../src/gateway/traffic.ts';

describe('the path', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start();
  });
  afterAll(() => scene.stop());

  const send = (target: string) => rawRequest(scene.gateway.port, target, HOST);
  const codeOf = (body: string) => (JSON.parse(body) as { code: string }).code;

  it.each([
    ['/orders/1', '/orders/1'],
    ['/orders/1?a=%2F..&b=//', '/orders/1?a=%2F..&b=//'],
    ['/orders?', '/orders?'],
    ['/%6frders/%7e', '/orders/~'],
    ['/caf%c3%a9', '/caf%C3%A9'],
    ['/caf\u00e9', '/caf%E9'],
    ['/a%20b', '/a%20b'],
    ['/a//b/', '/a/b/'],
    ['/a/./b/../c', '/a/c'],
    ['/file%2etxt?x', '/file.txt?x'],
    ['/.well-known/x', '/.well-known/x'],
    ['http://elsewhere/a', undefined],
  ])('%s reaches the upstream as %s', async (sent, wanted) => {
    const before = scene.upstream.requests.length;
    const answer = await send(sent);
    if (wanted === undefined) {
      // An absolute target names the host: the Host header must not smuggle another one in.
      expect(codeOf(answer.body)).toBe('unknown_host');
      expect(scene.upstream.requests).toHaveLength(before);
    } else {
      expect(answer.status).toBe(200);
      expect(scene.upstream.requests.at(-1)?.url).toBe(wanted);
    }
  });

  it.each([
    '/a%2fb',
    '/a%2Fb',
    '/a%5cb',
    '/a\\b',
    '/a%0ab',
    '/a%7f',
    '/a/%2e%2e/b',
    '/a/.%2e/b',
    '/a/%2e/b',
    '/a/..;/b',
    '/a/.;x/b',
    '/a;x/../b',
    '/a#b',
    '/a?b#c',
  ])('%s is refused as bad_path and never reaches the upstream', async (target) => {
    const before = scene.upstream.requests.length;
    const answer = await send(target);
    expect(answer.status).toBe(400);
    expect(codeOf(answer.body)).toBe('bad_path');
    expect(scene.upstream.requests).toHaveLength(before);
  });

  it.each(['/..', '/a/../../b', '/a%00b', '/a%', '/a%zz', '/%2e%2e/'])(
    '%s, which nginx itself refuses, gets our form too',
    async (target) => {
      const answer = await send(target);
      expect(answer.status).toBe(400);
      expect(answer.head).toContain('application/problem+json');
      expect(['bad_request', 'bad_path']).toContain(codeOf(answer.body));
    },
  );

  it('that is no request line at all is answered as a problem', async () => {
    const answer = await sendRaw(scene.gateway.port, 'nonsense\r\n\r\n');
    expect(answer.status).toBe(400);
    expect(codeOf(answer.body)).toBe('bad_request');
  });

  it.each(['TRACE', 'CONNECT'])('%s is refused', async (method) => {
    const answer = await sendRaw(
      scene.gateway.port,
      `${method} / HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer.status).toBe(405);
    expect(codeOf(answer.body)).toBe('method_not_allowed');
  });

  it('of our own error location is not open to clients', async () => {
    expect(codeOf((await send('/\\aegis')).body)).toBe('bad_path');
    expect(codeOf((await send('/%5Caegis')).body)).toBe('bad_path');
  });

  it('keeps double slashes and encoded slashes where the app wants them', async () => {
    await scene.gateway.publish([appDocument({ path: { merge_slashes: false, allow_encoded_slash: true } })]);
    expect((await send('/a//b%2fc')).status).toBe(200);
    expect(scene.upstream.requests.at(-1)?.url).toBe('/a//b%2Fc');
    await scene.gateway.publish([appDocument()]);
  });

  it('refuses more than 100 header lines', async () => {
    const lines = Array.from({ length: 101 }, (_, index) => `A-${index}: x`);
    const answer = await rawRequest(scene.gateway.port, '/', HOST, lines);
    expect(answer.status).toBe(431);
    expect(codeOf(answer.body)).toBe('request_header_too_large');
  });
});
