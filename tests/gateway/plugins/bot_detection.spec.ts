import { route, Scene } from '../../src/gateway/traffic.ts';

const bots = (settings: Record<string, unknown>) => [{ name: 'bot_detection', settings }];

describe('bot_detection', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({
      routes: [
        route({ path: '/deny', plugins: bots({ deny: ['bot', 'curl/*'], allow: ['*goodbot*'] }) }),
        route({ path: '/named', plugins: bots({ refuse_missing: true }) }),
        // What would keep a backtracking matcher busy for ever.
        route({ path: '/stars', plugins: bots({ deny: [`${'a*'.repeat(49)}b`] }) }),
      ],
    });
  });
  afterAll(() => scene.stop());

  const status = async (path: string, agent?: string) =>
    (await scene.get(path, agent === undefined ? {} : { 'user-agent': agent })).status;

  it('403 clients whose User-Agent is refused; the upstream sees nothing', async () => {
    const before = scene.upstream.requests.length;
    const answer = await scene.get('/deny', { 'user-agent': 'Some Bot/1.0' });
    expect(answer.json()).toMatchObject({ status: 403, code: 'bot_refused' });
    expect(scene.upstream.requests).toHaveLength(before);
  });

  it('takes plain texts anywhere and patterns with stars for the whole', async () => {
    expect(await status('/deny', 'curl/8.5')).toBe(403);
    expect(await status('/deny', 'libcurl/8.5')).toBe(200);
    expect(await status('/deny', 'Mozilla/5.0')).toBe(200);
  });

  it('lets in what is allowed as well', async () => {
    expect(await status('/deny', 'GoodBot/2.1')).toBe(200);
  });

  it('refuses clients that name nothing where it is asked to', async () => {
    expect([await status('/named'), await status('/named', ''), await status('/named', 'me')]).toEqual([
      403, 403, 200,
    ]);
    expect(await status('/deny')).toBe(200);
  });

  it('answers the worst pattern and text', async () => {
    expect(await status('/stars', 'a'.repeat(1500))).toBe(200);
    expect(await status('/stars', `${'a'.repeat(1500)}b`)).toBe(403);
  });
});
