import { appDocument } from '../../src/gateway/documents.ts';
import { type Behaviour, PathBackend } from '../../src/gateway/path-backend.ts';
import type { Recorded } from '../../src/gateway/recording-upstream.ts';
import { route, Scene } from '../../src/gateway/traffic.ts';

const cache = (settings: Record<string, unknown> = {}) => [{ name: 'response_cache', settings }];

describe('response_cache', () => {
  let scene: Scene;
  let backend: PathBackend;

  beforeAll(async () => {
    scene = await Scene.start({
      routes: [
        route({ path: '/everyone/*', plugins: cache({ shared_by: 'everyone' }) }),
        route({ path: '/guarded/*', auth: 'api_key', plugins: cache({ shared_by: 'everyone' }) }),
        route({ path: '/tenant/*', auth: 'api_key', plugins: cache({ shared_by: 'tenant' }) }),
        route({ path: '/caller/*', auth: 'api_key', plugins: cache() }),
        route({ path: '/default/*', plugins: cache({ default_ttl_seconds: 60, max_body_bytes: 1_000 }) }),
        route({ path: '/query', plugins: cache({ query: ['page', 'sort'] }) }),
        route({
          path: '/cors/*',
          plugins: [
            ...cache(),
            { name: 'cors', settings: { origins: ['https://a.example', 'https://b.example'] } },
          ],
        }),
      ],
    });
    backend = new PathBackend(scene.upstream);
  });
  afterAll(() => scene.stop());

  const at = (path: string, behave: Behaviour) => backend.at(path, behave);
  const asked = () => scene.upstream.requests.length;
  const status = (answer: { headers: Record<string, unknown> }) => answer.headers['cache-status'];

  it('gives a fresh answer again, with its age, to GET and HEAD', async () => {
    const before = asked();
    const first = await scene.get('/everyone/a');
    expect([first.status, status(first)]).toEqual([200, 'aegis; fwd=miss; stored']);
    const second = await scene.get('/everyone/a');
    expect([second.status, second.text, status(second)]).toEqual([200, first.text, 'aegis; hit']);
    expect(second.headers).toMatchObject({
      'cache-control': 'max-age=60',
      age: expect.stringMatching(/^\d$/),
    });
    const head = await scene.call('/everyone/a', { method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      200,
      '',
      `${first.text.length}`,
    ]);
    expect(asked()).toBe(before + 1);
    // One place, however the path is written.
    expect((await scene.get('/everyone//./%61')).text).toBe(first.text);
    expect((await scene.get('/everyone/a?x=1')).text).not.toBe(first.text);
  });

  it('answers 304 to who has it, by tag or by date', async () => {
    at('/everyone/tagged', (response) => {
      response.setHeader('etag', 'W/"v1"');
      response.setHeader('last-modified', 'Sat, 01 Aug 2026 10:00:00 GMT');
      response.setHeader('content-language', 'en');
      response.end('tagged');
    });
    // The one who asks first gets the whole answer, so that there is one to keep.
    expect((await scene.get('/everyone/tagged', { 'if-none-match': '"v1"' })).status).toBe(200);
    const before = asked();
    for (const headers of [
      { 'if-none-match': '"v0", "v1"' },
      { 'if-none-match': '*' },
      { 'if-modified-since': 'Sat, 01 Aug 2026 10:00:00 GMT' },
    ]) {
      const answer = await scene.get('/everyone/tagged', headers);
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, '', 'W/"v1"']);
      expect(answer.headers['content-language']).toBeUndefined();
    }
    for (const headers of [
      { 'if-none-match': '"v2"', 'if-modified-since': 'Sat, 01 Aug 2026 10:00:00 GMT' },
      { 'if-modified-since': 'Sat, 01 Aug 2026 09:59:59 GMT' },
    ])
      expect((await scene.get('/everyone/tagged', headers)).text).toBe('tagged');
    expect(asked()).toBe(before);
  });

  it.each<[string, Behaviour]>([
    ['no-store', (response) => response.setHeader('cache-control', 'no-store, max-age=60')],
    ['private', (response) => response.setHeader('cache-control', 'private="x", max-age=60')],
    ['no-cache', (response) => response.setHeader('cache-control', 'max-age=60, No-Cache')],
    ['nothing', (response) => response.removeHeader('cache-control')],
    [
      'a past Expires',
      (response) => {
        response.removeHeader('cache-control');
        response.setHeader('expires', '0');
      },
    ],
    ['an Age beyond its time', (response) => response.setHeader('age', '60')],
    ['a cookie', (response) => response.setHeader('set-cookie', 'a=b')],
    ['Vary: *', (response) => response.setHeader('vary', '*')],
    ['an encoding that it does not vary by', (response) => response.setHeader('content-encoding', 'gzip')],
    ['a stream of events', (response) => response.setHeader('content-type', 'text/event-stream')],
    [
      'a failure',
      (response) => {
        response.statusCode = 500;
      },
    ],
  ])('keeps no answer with %s', async (name, behave) => {
    const path = `/everyone/unkept-${name.replace(/\W/g, '-')}`;
    at(path, (response) => {
      behave(response, {} as Recorded);
      response.end('x');
    });
    const before = asked();
    for (let i = 0; i < 3; i += 1) await scene.get(path);
    expect(asked()).toBe(before + 3);
  });

  it('follows what the request says: no-store, no-cache, max-age, only-if-cached, Range', async () => {
    expect((await scene.get('/everyone/r', { 'cache-control': 'only-if-cached' })).status).toBe(504);
    await scene.get('/everyone/r', { 'cache-control': 'no-store' });
    await scene.get('/everyone/r', { range: 'bytes=0-1' });
    const first = await scene.get('/everyone/r');
    expect(status(first)).toBe('aegis; fwd=miss; stored');
    expect((await scene.get('/everyone/r', { 'cache-control': 'only-if-cached' })).text).toBe(first.text);
    for (const header of ['no-cache', 'max-age=0']) {
      const newer = await scene.get('/everyone/r', { 'cache-control': header });
      expect(newer.text).not.toBe(first.text);
      expect((await scene.get('/everyone/r')).text).toBe(newer.text);
    }
  });

  it('forgets what a change of the same place made old', async () => {
    const first = await scene.get('/everyone/changed');
    await scene.call('/everyone/changed', { method: 'POST', body: 'x' });
    expect((await scene.get('/everyone/changed')).text).not.toBe(first.text);
    at('/everyone/refused', (response, { method }) => {
      response.statusCode = method === 'PUT' ? 409 : 200;
      response.end(`answer ${backend.count}`);
    });
    const kept = await scene.get('/everyone/refused');
    await scene.call('/everyone/refused', { method: 'PUT' });
    expect((await scene.get('/everyone/refused')).text).toBe(kept.text);
  });

  it('tells answers apart by the host as it was asked for, which a backend may repeat in links', async () => {
    const plain = await scene.get('/everyone/links');
    const port = await scene.get('/everyone/links', { host: 'demo.localhost:8080' });
    expect([port.status, port.text === plain.text]).toEqual([200, false]);
    expect((await scene.get('/everyone/links', { host: 'DEMO.localhost' })).text).toBe(plain.text);
  });

  it('tells answers apart by the headers in Vary', async () => {
    at('/everyone/vary', (response, { headers }) => {
      response.setHeader('vary', 'Accept-Language, X-Plan');
      response.end(`${headers['accept-language']} ${backend.count}`);
    });
    const german = await scene.get('/everyone/vary', { 'accept-language': 'de' });
    const english = await scene.get('/everyone/vary', { 'accept-language': 'en' });
    expect(english.text).toMatch(/^en/);
    expect((await scene.get('/everyone/vary', { 'accept-language': 'de' })).text).toBe(german.text);
    expect((await scene.get('/everyone/vary', { 'accept-language': 'de', 'x-plan': 'a' })).text).not.toBe(
      german.text,
    );
  });

  describe('and credentials', () => {
    const keep = (path: string, control: string) =>
      at(path, (response) => {
        response.setHeader('cache-control', control);
        response.end(`answer ${backend.count}`);
      });

    it('gives no caller the answer of another, unless the backend says so', async () => {
      const [ann, bob] = [await scene.publishKey(), await scene.publishKey()];
      const same = async (path: string) => {
        const first = await scene.get(path, { 'x-api-key': ann });
        expect((await scene.get(path, { 'x-api-key': ann })).text === first.text).toBe(true);
        return (await scene.get(path, { 'x-api-key': bob })).text === first.text;
      };
      expect(await same('/caller/a')).toBe(false);
      keep('/guarded/public', 'public, max-age=60');
      expect(await same('/guarded/public')).toBe(true);
      const first = await scene.get('/guarded/silent', { 'x-api-key': ann });
      expect((await scene.get('/guarded/silent', { 'x-api-key': ann })).text).not.toBe(first.text);
    });

    it('shares within a tenant and with no other', async () => {
      keep('/tenant/a', 's-maxage=60');
      const [ann, bob] = [
        await scene.publishKey({ tenant: 'acme' }),
        await scene.publishKey({ tenant: 'acme' }),
      ];
      const other = await scene.publishKey({ tenant: 'umbrella' });
      const first = await scene.get('/tenant/a', { 'x-api-key': ann });
      expect((await scene.get('/tenant/a', { 'x-api-key': bob })).text).toBe(first.text);
      expect((await scene.get('/tenant/a', { 'x-api-key': other })).text).not.toBe(first.text);
    });

    it('keeps nothing of a caller that only the backend knows', async () => {
      for (const headers of [{ authorization: 'Basic YTpi' }, { cookie: 'session=1' }]) {
        const path = `/everyone/known-${Object.keys(headers)[0]}`;
        const first = await scene.get(path, headers);
        expect((await scene.get(path)).text).not.toBe(first.text);
      }
    });
  });

  it('has a time for backends that say nothing, and a bound for bodies', async () => {
    at('/default/plain', (response) => {
      response.removeHeader('cache-control');
      response.end(`answer ${backend.count}`);
    });
    expect((await scene.get('/default/plain')).text).toBe((await scene.get('/default/plain')).text);
    for (const [path, headers] of [
      ['/default/told', { 'content-length': '1001' }],
      ['/default/untold', {}],
    ] as const) {
      at(path, (response) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        response.end(`${backend.count}`.padEnd(1_001));
      });
      const first = await scene.get(path);
      expect(first.text).toHaveLength(1_001);
      expect((await scene.get(path)).text).not.toBe(first.text);
    }
  });

  it('counts only the query parameters that it is told, and hands on no others', async () => {
    const first = await scene.get('/query?sort=up&page=2&utm=1');
    expect(scene.upstream.requests.at(-1)?.url).toBe('/query?page=2&sort=up');
    expect((await scene.get('/query?utm=2&page=2&sort=up')).text).toBe(first.text);
    expect((await scene.get('/query?page=3&sort=up')).text).not.toBe(first.text);
    await scene.get('/query?utm=3');
    expect(scene.upstream.requests.at(-1)?.url).toBe('/query');
  });

  it('leaves what other plugins say out of what it keeps', async () => {
    at('/cors/a', (response) => {
      response.setHeader('access-control-allow-origin', 'https://backend.says');
      response.end(`answer ${backend.count}`);
    });
    const first = await scene.get('/cors/a', { origin: 'https://a.example' });
    const second = await scene.get('/cors/a', { origin: 'https://b.example' });
    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({
      'access-control-allow-origin': 'https://b.example',
      vary: 'Origin',
    });
    expect((await scene.get('/cors/a')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('starts anew when the app is purged', async () => {
    const first = await scene.get('/everyone/purged');
    await scene.gateway.publish([appDocument({ cache_generation: 1 })]);
    expect((await scene.get('/everyone/purged')).text).not.toBe(first.text);
    await scene.gateway.publish([appDocument()]);
  });
});
