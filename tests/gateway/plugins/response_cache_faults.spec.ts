import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { type Behaviour, PathBackend } from '../../src/gateway/path-backend.ts';
import { route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

/** Many callers at once, and backends that fail. */
describe('response_cache', () => {
  let scene: Scene;
  let backend: PathBackend;

  beforeAll(async () => {
    const cache = (settings: object) => [{ name: 'response_cache', settings: { ...settings } }];
    scene = await Scene.start({
      routes: [
        route({ path: '/everyone/*', plugins: cache({ shared_by: 'everyone' }) }),
        route({ path: '/stale/*', plugins: cache({ stale_if_error_seconds: 600 }) }),
      ],
    });
    backend = new PathBackend(scene.upstream);
  });
  afterAll(() => scene.stop());

  const at = (path: string, behave: Behaviour) => backend.at(path, behave);
  const asked = () => scene.upstream.requests.length;

  it('asks once for many who want the same', async () => {
    const waiting: ServerResponse[] = [];
    at('/everyone/slow', (response) => void waiting.push(response));
    const before = asked();
    const calls = Array.from({ length: 20 }, () => scene.get('/everyone/slow'));
    await until(() => waiting.length === 1, 'the first one to reach the backend');
    waiting[0]?.end('slow');
    expect(new Set((await Promise.all(calls)).map(({ text }) => text))).toEqual(new Set(['slow']));
    expect(asked()).toBe(before + 1);
  });

  it('lets the others go where the answer is not to be kept, or its client leaves', async () => {
    const waiting: ServerResponse[] = [];
    at('/everyone/private', (response) => {
      response.setHeader('cache-control', 'private');
      waiting.push(response);
    });
    const calls = Array.from({ length: 5 }, () => scene.get('/everyone/private'));
    await until(() => waiting.length === 1, 'the first one to reach the backend');
    waiting[0]?.end('x');
    await until(() => waiting.length === 5, 'the others to ask by themselves');
    for (const response of waiting) response.end('x');
    await Promise.all(calls);

    const left: ServerResponse[] = [];
    at('/everyone/left', (response) => void left.push(response));
    const client = connect(scene.gateway.port, '127.0.0.1');
    client.write('GET /everyone/left HTTP/1.1\r\nHost: demo.localhost\r\n\r\n');
    await until(() => left.length === 1, 'the one that will leave');
    const patient = scene.get('/everyone/left');
    client.destroy();
    await until(() => left.length === 2, 'the other one to ask by itself');
    left[1]?.end('left');
    expect((await patient).text).toBe('left');
  });

  it('keeps nothing of an answer that broke off', async () => {
    at('/everyone/broken', (response) => {
      response.setHeader('content-length', '10');
      response.write('half');
      setImmediate(() => response.destroy());
    });
    scene.gateway.expectProblems(/upstream prematurely closed connection/);
    await expect(scene.get('/everyone/broken')).rejects.toThrow();
    at('/everyone/broken', (response) => response.end('whole'));
    expect((await scene.get('/everyone/broken')).text).toBe('whole');
  });

  it('gives an old answer while the backend fails or is gone', async () => {
    let fails = false;
    at('/stale/a', (response) => {
      response.setHeader('cache-control', 'max-age=1');
      if (fails) response.statusCode = 503;
      response.end(fails ? 'down, with a longer text than the answer has' : `answer ${backend.count}`);
    });
    const first = await scene.get('/stale/a');
    fails = true;
    // Older than the client wants, so that the backend is asked.
    const refresh = { 'cache-control': 'max-age=0' };
    const stale = await scene.get('/stale/a', refresh);
    expect([stale.status, stale.text, stale.headers['cache-status']]).toEqual([
      200,
      first.text,
      'aegis; hit; detail=stale',
    ]);
    at('/stale/a', (response) => response.destroy());
    scene.gateway.expectProblems(/no live upstreams/, /upstream prematurely closed connection/);
    const rescued = await scene.get('/stale/a', refresh);
    expect([rescued.status, rescued.text]).toEqual([200, first.text]);
    expect((await scene.get('/stale/other')).status).toBe(200);
    at('/stale/strict', (response) => {
      response.setHeader('cache-control', 'max-age=60, must-revalidate');
      if (fails) response.statusCode = 503;
      response.end('x');
    });
    fails = false;
    await scene.get('/stale/strict');
    fails = true;
    expect((await scene.get('/stale/strict', refresh)).status).toBe(503);
  });
});
