import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { sendRaw } from '../../src/gateway/raw.ts';
import { HOST, Scene, target, upstreamRecord, upstreamsDocument } from '../../src/gateway/traffic.ts';
import { until } from '../../src/gateway-harness.ts';

describe('nginx in front of everybody', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { max_body_mb: 1, max_header_kb: 8 } });
    scene.gateway.expectProblems(/client intended to send too large body/);
  });
  afterAll(() => scene.stop());

  const head = (line: string, ...headers: string[]) =>
    `${[line, `Host: ${HOST}`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
  const send = async (line: string, ...headers: string[]) => {
    const answer = await sendRaw(scene.gateway.port, Buffer.from(head(line, ...headers), 'latin1'));
    return `${answer.head}\r\n${answer.body}`;
  };
  const seen = () => scene.upstream.requests.at(-1);

  it.each([
    ['TRACE', 'TRACE / HTTP/1.1', [], 405, 'method_not_allowed'],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1', [], '40[05]', '(bad_request|method_not_allowed)'],
    [
      'a header beyond the bound',
      'GET / HTTP/1.1',
      [`X-Long: ${'x'.repeat(9_000)}`],
      431,
      'request_header_too_large',
    ],
    [
      'too many headers',
      'GET / HTTP/1.1',
      Array<string>(9).fill(`X-Long: ${'x'.repeat(7_000)}`),
      431,
      'request_header_too_large',
    ],
    ['an address beyond the bound', `GET /${'x'.repeat(9_000)} HTTP/1.1`, [], 414, 'uri_too_long'],
    ['a body beyond the bound', 'POST / HTTP/1.1', ['Content-Length: 2000000'], 413, 'payload_too_large'],
    ['a request line that is none', 'G\u0001T / HTTP/1.1', [], 400, 'bad_request'],
    ['two lengths', 'POST / HTTP/1.1', ['Content-Length: 1', 'Content-Length: 2'], 400, 'bad_request'],
    [
      'a length beside chunks',
      'POST / HTTP/1.1',
      ['Content-Length: 1', 'Transfer-Encoding: chunked'],
      400,
      'bad_request',
    ],
  ])('refuses %s with a problem', async (_, line, headers, status, code) => {
    const count = scene.upstream.requests.length;
    const answer = await send(line, ...headers);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('Content-Type: application/problem+json');
    expect(answer).toMatch(new RegExp(`"code":"${code}"`));
    expect(scene.upstream.requests).toHaveLength(count);
  });

  it('says nothing about its version', async () => {
    expect(await send('GET /%00 HTTP/1.1')).not.toMatch(/nginx\/|openresty\//i);
  });

  it('passes no header whose name another reader could take for ours', async () => {
    const names = [
      'X_Aegis_Tenant',
      'X.Aegis.Tenant',
      'x-aegis-tenant',
      'X-AEGIS-USER',
      'X-Aegis-App',
      'Proxy',
      'X_Request_Id',
    ];
    await send('GET /names HTTP/1.1', ...names.map((name) => `${name}: evil`));
    expect(seen()?.url).toBe('/names');
    expect(JSON.stringify(seen()?.rawHeaders)).not.toContain('evil');
  });

  it('drops what is meant for one hop, and every upgrade but WebSocket', async () => {
    await send('GET /hops HTTP/1.1', 'Upgrade: h2c', 'HTTP2-Settings: AAMA', 'TE: trailers', 'Keep-Alive: 5');
    const names = (seen()?.rawHeaders ?? [])
      .filter((_, index) => index % 2 === 0)
      .map((name) => name.toLowerCase());
    for (const name of ['upgrade', 'te', 'keep-alive', 'proxy-connection']) expect(names).not.toContain(name);
    expect(seen()?.headers.connection).not.toBe('close');
  });

  it('tells upstreams the address that it saw itself', async () => {
    await send(
      'GET /from HTTP/1.1',
      'X-Forwarded-For: 203.0.113.9',
      'X-Forwarded-Proto: https',
      'X-Real-IP: 203.0.113.9',
      'Forwarded: for=203.0.113.9',
    );
    expect(seen()?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
    expect(JSON.stringify(seen()?.rawHeaders)).not.toContain('203.0.113.9');
  });

  it('follows no redirect that an upstream orders for the inside', async () => {
    scene.upstream.answer = (_, response) => {
      response.setHeader('x-accel-redirect', '/elsewhere');
      response.end('from the upstream');
    };
    expect((await scene.get('/inside')).text).toBe('from the upstream');
  });

  it('writes one JSON line for a request, whatever it holds, and no query', async () => {
    await send('GET /log"line?secret=hunter2 HTTP/1.1', 'User-Agent: "}');
    const lines = await until(() => {
      // The last one may not be whole yet.
      const found = readFileSync(scene.gateway.nginx.accessLog, 'utf8').split('\n').slice(0, -1);
      return found.some((line) => line.includes('/log')) && found;
    });
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toContainEqual(
      expect.objectContaining({
        path: '/log"line',
        method: 'GET',
        host: HOST,
        client: '127.0.0.1',
        app: 'demo',
        environment: 'production',
        route: expect.stringMatching(/^[0-9a-f-]{36}$/),
      }),
    );
    expect(lines.join()).not.toContain('hunter2');
  });
});

describe('nginx and slow clients', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({
      nginx: { client_header_timeout_ms: 300, client_body_timeout_ms: 300, client_keepalive_ms: 300 },
    });
  });
  afterAll(() => scene.stop());

  /** What came until the gateway closed the connection. */
  async function kept(...parts: string[]): Promise<string> {
    const socket = connect(scene.gateway.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    // It may end the connection with a reset.
    const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    for (const part of parts) socket.write(part);
    await closed;
    return text;
  }
  const head = (line: string, ...headers: string[]) =>
    `${[line, `Host: ${HOST}`, ...headers].join('\r\n')}\r\n`;

  it('waits for the headers of a request no longer than it is told', async () => {
    expect(await kept(head('GET /slow HTTP/1.1'))).toBe('');
    expect(scene.upstream.requests).toEqual([]);
  });

  it('waits no longer for a body', async () => {
    const whole = upstreamRecord([target(scene.upstream.port)], { buffer_requests: true });
    await scene.gateway.publish([upstreamsDocument({ main: whole })]);
    const answer = await kept(head('POST / HTTP/1.1', 'Content-Length: 10', ''), 'half');
    expect(answer).not.toMatch(/^HTTP\/1.1 2/);
    expect(scene.upstream.requests).toEqual([]);
  });

  it('closes a connection that nothing comes over', async () => {
    expect(await kept(head('GET /idle HTTP/1.1', ''))).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('nginx behind a trusted proxy', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ nginx: { trusted_proxies: ['127.0.0.0/8', '198.51.100.0/24'] } });
  });
  afterAll(() => scene.stop());

  it('believes it, and takes the last address that is not a proxy of ours for the client', async () => {
    await scene.get('/from', {
      'x-forwarded-for': '192.0.2.66, 203.0.113.9, 198.51.100.7',
      'x-forwarded-proto': 'https',
    });
    expect(scene.upstream.requests.at(-1)?.headers).toMatchObject({
      'x-forwarded-for': '192.0.2.66, 203.0.113.9, 198.51.100.7, 127.0.0.1',
      'x-forwarded-proto': 'https',
    });
  });

  it('believes no scheme that is none', async () => {
    await scene.get('/from', { 'x-forwarded-proto': 'gopher' });
    expect(scene.upstream.requests.at(-1)?.headers['x-forwarded-proto']).toBe('http');
  });
});
