import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { RecordingUpstream } from '../../src/gateway/recording-upstream.ts';
import { route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

type Line = Record<string, unknown>;

const log = (settings: Record<string, unknown>) => [{ name: 'access_log', settings }];

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('access_log', () => {
  let scene: Scene;
  let sink: RecordingUpstream;

  beforeAll(async () => {
    sink = await RecordingUpstream.start();
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
  });
  afterAll(async () => {
    await sink.stop();
    await scene.stop();
  });

  const url = () => `http://127.0.0.1:${sink.port}/in?source=aegis`;
  const serve = (path: string, settings: Record<string, unknown>, auth: 'none' | 'api_key' = 'none') =>
    scene.gateway.publish([routesDocument([route({ name: 'logged', path, auth, plugins: log(settings) })])]);

  /** Lines that came for a path. */
  const linesOf = (path: string): Line[] =>
    sink.requests
      .flatMap(({ body }) => body.toString().trim().split('\n'))
      .map((line) => JSON.parse(line) as Line)
      .filter((line) => line.path === path);

  async function line(path: string): Promise<Line> {
    await until(() => linesOf(path).length > 0, `the line of ${path}`);
    return linesOf(path)[0] ?? {};
  }

  /** Counters are told with the next second that has traffic. */
  const metric = async (name: string) => {
    await scene.get('/');
    const { text } = await scene.gateway.status('/metrics');
    return Number(new RegExp(`^${name}\\{app="demo"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };

  it('posts a line per call, with the secret of the settings', async () => {
    const key = await scene.publishKey({ tenant: 'acme' });
    await serve('/a', { url: url(), authorization: 'Bearer of logs' }, 'api_key');
    const answer = await scene.get('/a', { 'x-api-key': key });
    expect(await line('/a')).toMatchObject({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      request_id: answer.headers['x-request-id'],
      client: '127.0.0.1',
      host: 'demo.localhost',
      app: 'demo',
      environment: 'production',
      route: 'logged',
      method: 'GET',
      status: 200,
      tenant: 'acme',
      upstream: `http://127.0.0.1:${scene.upstream.port}`,
      upstream_status: '200',
      milliseconds: expect.any(Number),
    });
    expect(sink.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/in?source=aegis',
      headers: { 'content-type': 'application/x-ndjson', authorization: 'Bearer of logs' },
    });
    await scene.get('/a');
    await until(() => linesOf('/a').length === 2, 'the line of the refused call');
    expect(linesOf('/a')[1]).toMatchObject({ status: 401, code: 'missing_credentials' });
  });

  it('keeps secrets and query values out of it', async () => {
    await serve('/b', { url: url(), headers: ['user-agent', 'authorization', 'cookie', 'x-absent'] });
    const secrets = ['first-secret', 'second-secret', 'third-secret'];
    await scene.get(`/b?page=7&token=${secrets[0]}`, {
      'user-agent': 'spec',
      authorization: `Bearer ${secrets[1]}`,
      cookie: `session=${secrets[2]}`,
    });
    expect(await line('/b')).toMatchObject({
      query: 'page=***&token=***',
      headers: { 'user-agent': 'spec', authorization: '***', cookie: '***' },
    });
    await serve('/c', { url: url(), query_values: true });
    await scene.get(`/c?page=7&token=${secrets[0]}`);
    expect(await line('/c')).toMatchObject({ query: 'page=7&token=***' });
    const received = Buffer.concat(sink.requests.map(({ body }) => body)).toString();
    for (const secret of secrets) expect(received).not.toContain(secret);
  });

  it('writes what callers make up as JSON, and every line of more than a batch', async () => {
    const odd = 'say "\\"\t{}';
    await serve('/many', { url: url(), headers: ['x-odd', 'x-padding', 'x-absent'] });
    const dropped = await metric('aegis_export_dropped_total');
    // Together more than finds room while nothing leaves.
    const headers = { 'x-odd': odd, 'x-padding': 'x'.repeat(12_000) };
    for (let i = 0; i < 120; i += 1) expect((await scene.get('/many', headers)).status).toBe(200);
    await until(() => linesOf('/many').length === 120, 'all lines');
    for (const one of linesOf('/many')) expect(one).toMatchObject({ headers });
    expect(await metric('aegis_export_dropped_total')).toBe(dropped);
  });

  it('sends syslog over TCP, each message with its length, and over UDP', async () => {
    let tcp = '';
    const server = createServer((socket) => socket.on('data', (chunk) => (tcp += chunk.toString())));
    await serve('/tcp', { url: `syslog://127.0.0.1:${await listening(server)}` });
    await Promise.all([scene.get('/tcp'), scene.get('/tcp')]);
    const messages = () => {
      const found: string[] = [];
      let rest = tcp;
      for (let head = /^(\d+) /.exec(rest); head; head = /^(\d+) /.exec(rest)) {
        const from = head[0].length;
        found.push(rest.slice(from, from + Number(head[1])));
        rest = rest.slice(from + Number(head[1]));
      }
      return found;
    };
    await until(() => messages().length === 2, 'both messages');
    server.close();
    const [, text = ''] =
      /^<134>1 \d{4}-\d\d-\d\dT[\d:]+Z - aegis - - - (.+)$/.exec(messages()[0] ?? '') ?? [];
    expect(JSON.parse(text)).toMatchObject({ path: '/tcp', status: 200 });

    const udp = createSocket('udp4');
    let datagram = '';
    udp.on('message', (message) => {
      datagram = message.toString();
    });
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    await serve('/udp', { url: `syslog+udp://127.0.0.1:${udp.address().port}` });
    await scene.get('/udp');
    await until(() => datagram.includes('"path":"/udp"'), 'the datagram');
    udp.close();
  });

  it('keeps lines until the other side takes them', async () => {
    let refuses = true;
    sink.answer = (_, response) => {
      response.statusCode = refuses ? 503 : 204;
      response.end();
    };
    await serve('/later', { url: `${url()}&later` });
    await scene.get('/later');
    await until(async () => (await metric('aegis_export_failures_total')) > 0, 'the failure to be told');
    refuses = false;
    sink.requests.length = 0;
    expect(await line('/later')).toMatchObject({ status: 200 });
  });

  it('drops and counts when the other side is slow; calls go on', async () => {
    const held: Socket[] = [];
    const slow = createServer((socket) => void held.push(socket.pause()));
    await serve('/slow', {
      url: `http://127.0.0.1:${await listening(slow)}/`,
      headers: ['x-padding'],
    });
    // A line of 12 kB; a mebibyte has room for fewer than a hundred of them.
    const headers = { 'x-padding': 'x'.repeat(12_000) };
    for (let i = 0; i < 120; i += 1) expect((await scene.get('/slow', headers)).status).toBe(200);
    await until(async () => (await metric('aegis_export_dropped_total')) > 0, 'dropped lines to be counted');
    // nginx tells of the connection that ends here.
    scene.gateway.expectProblems(/recv\(\) failed \(104/);
    slow.close();
    for (const socket of held) socket.destroy();
  });

  it('connects to no closed address', async () => {
    let called = false;
    const closed = createServer(() => {
      called = true;
    });
    closed.listen(0, '::1');
    await once(closed, 'listening');
    const before = await metric('aegis_export_failures_total');
    await serve('/closed', { url: `http://[::1]:${(closed.address() as AddressInfo).port}/` });
    await scene.get('/closed');
    await until(async () => (await metric('aegis_export_failures_total')) > before, 'the refusal to be told');
    expect(called).toBe(false);
    closed.close();
  });
});
