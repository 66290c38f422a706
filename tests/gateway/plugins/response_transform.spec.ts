import { route, Scene, target, upstreamRecord } from '../../src/gateway/traffic.ts';

const settings = {
  remove_headers: ['x-powered-by'],
  set_headers: ['x-frame-options: DENY', 'cache-control: private'],
  add_headers: ['link: <https://docs.example>; rel="help"'],
};

describe('response_transform', () => {
  let scene: Scene;
  beforeAll(async () => {
    const transform = { name: 'response_transform', settings };
    scene = await Scene.start({
      app: { plugins: [transform] },
      // Nothing listens there.
      upstreams: { dead: upstreamRecord([target(1)]) },
      routes: [
        route({ path: '/plain' }),
        route({ path: '/key', auth: 'api_key' }),
        route({ path: '/nowhere', upstream: 'missing' }),
        route({ path: '/dead', upstream: 'dead' }),
        route({
          path: '/cors',
          plugins: [{ name: 'cors', settings: { origins: ['https://app.example'] } }],
        }),
        route({ path: '/mock', plugins: [{ name: 'mock_response', settings: { status: 404 } }] }),
      ],
    });
    scene.upstream.answer = (_, response) => {
      response.setHeader('x-powered-by', 'php');
      response.setHeader('x-frame-options', 'SAMEORIGIN');
      response.setHeader('link', '<https://api.example>; rel="next"');
      response.end('ok');
    };
  });
  afterAll(() => scene.stop());

  it('removes, sets and adds headers of what the backend answers', async () => {
    const { headers, text } = await scene.get('/plain');
    expect(text).toBe('ok');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'cache-control': 'private',
      link: '<https://api.example>; rel="next", <https://docs.example>; rel="help"',
    });
  });

  it('also of what the gateway answers itself', async () => {
    scene.gateway.expectProblems(/connect\(\) failed \(111/);
    for (const [path, status] of [
      ['/key', 401],
      ['/nowhere', 503],
      ['/dead', 503],
      ['/mock', 404],
    ] as const) {
      const answer = await scene.get(path);
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        'x-frame-options': 'DENY',
        link: '<https://docs.example>; rel="help"',
      });
    }
    expect((await scene.get('/key')).headers['www-authenticate']).toBeDefined();
  });

  it('leaves what other plugins say alone', async () => {
    const { headers } = await scene.get('/cors', { origin: 'https://app.example' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'x-frame-options': 'DENY',
      vary: 'Origin',
    });
  });
});
