import { appDocument } from '../../src/gateway/documents.ts';
import { Load } from '../../src/gateway/load.ts';
import { HOST, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/gateway-harness.ts';

describe('known callers under load', () => {
  let scene: Scene;
  let key: string;
  let load: Load;

  beforeEach(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })] });
    scene.gateway.expectProblems(/recv\(\) failed \(104: Connection reset by peer\), context: ngx.timer/);
    key = await scene.publishKey();
    load = new Load(scene.gateway.port, '/orders', { host: HOST, 'x-api-key': key });
    await served(200);
  });
  afterEach(async () => {
    await load.stop();
    await scene.stop();
  });

  /** So many more requests got an answer. */
  async function served(count: number): Promise<void> {
    const before = load.total;
    await until(() => load.total >= before + count, `${count} more answers`);
  }

  const callUnknown = async () => (await scene.get('/orders', { 'x-api-key': scene.key().text })).status;

  /** Until the workers of before have finished what they had begun; the agent leaves a minute between two reloads. */
  async function reload(): Promise<void> {
    const before = scene.gateway.nginx.workers();
    scene.gateway.nginx.reload();
    await until(() => {
      const now = scene.gateway.nginx.workers();
      return now.length > 0 && now.every((pid) => !before.includes(pid));
    }, 'the former workers to leave');
  }

  it('lose no request while Redis is killed and comes back', async () => {
    await scene.gateway.redis.stop();
    await served(500);
    await until(async () => (await callUnknown()) === 503, 'an unknown key to get 503');
    await scene.gateway.redis.start();
    await until(async () => (await callUnknown()) === 401, 'an unknown key to get 401 again');
    await served(200);
    expect(await load.stop()).toEqual({ 200: expect.any(Number) });
  });

  it('lose no request while Redis stands still', async () => {
    scene.gateway.redis.pause();
    await served(500);
    await until(async () => (await callUnknown()) === 503, 'an unknown key to get 503');
    scene.gateway.redis.resume();
    await until(async () => (await callUnknown()) === 401, 'an unknown key to get 401 again');
    expect(await load.stop()).toEqual({ 200: expect.any(Number) });
  });

  it('lose no request while the store is emptied', async () => {
    await scene.gateway.redis.client.flushall();
    await served(500);
    await until(async () => (await callUnknown()) === 503, 'an unknown key to get 503');
    expect(await load.stop()).toEqual({ 200: expect.any(Number) });
  });

  it('lose no request through a hundred changes and two reloads', async () => {
    for (let i = 0; i < 100; i += 1) {
      await scene.gateway.publisher.publish([appDocument({ slug: `demo-${i}` })]);
      if (i === 30 || i === 60) await reload();
    }
    await scene.gateway.serves(scene.gateway.publisher.revision);
    await served(200);
    const answers = await load.stop();
    // Before nginx 1.27.4 a reload may close an idle connection in the moment in which a request comes over it.
    expect(Object.keys(answers).filter((status) => status !== 'failed')).toEqual(['200']);
    expect(answers.failed ?? 0).toBeLessThanOrEqual(16);
  });

  it('lose only what a killed worker had in hand', async () => {
    scene.gateway.expectProblems(/exited on signal 9/);
    const [victim] = scene.gateway.nginx.workers();
    process.kill(Number(victim), 'SIGKILL');
    await until(() => {
      const now = scene.gateway.nginx.workers();
      return now.length === 2 && !now.includes(Number(victim));
    }, 'a new worker');
    await served(500);
    const answers = await load.stop();
    expect(Object.keys(answers).filter((status) => status !== 'failed')).toEqual(['200']);
    // Each of the eight callers had one request under way at the most.
    expect(answers.failed ?? 0).toBeLessThanOrEqual(8);
  });

  it('are refused as soon as the change is served that revokes their key', async () => {
    const second = scene.key();
    await scene.gateway.publish([second.publication]);
    expect((await scene.get('/orders', { 'x-api-key': second.text })).status).toBe(200);
    const document = { ...second.document, status: 'revoked' as const };
    await scene.gateway.publish([{ kind: 'key', id: second.publication.id, document, fact: 'revoked' }]);
    for (let i = 0; i < 20; i += 1) {
      expect((await scene.get('/orders', { 'x-api-key': second.text })).status).toBe(401);
    }
    expect(await load.stop()).toEqual({ 200: expect.any(Number) });
  });
});
