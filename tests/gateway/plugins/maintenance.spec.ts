import { appDocument } from '../../src/gateway/documents.ts';
import { Scene } from '../../src/gateway/traffic.ts';

describe('maintenance', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start();
  });
  afterAll(() => scene.stop());

  const switchOn = (settings: Record<string, unknown>) =>
    scene.gateway.publish([appDocument({ plugins: [{ name: 'maintenance', settings }] })]);

  it('503 with Retry-After and the message; the upstream sees nothing', async () => {
    await switchOn({ message: 'Back at "noon"\r\nX-Evil: 1', retry_after_seconds: 120 });
    const before = scene.upstream.requests.length;
    const answer = await scene.get('/');
    expect(answer.headers['retry-after']).toBe('120');
    expect(answer.headers['x-evil']).toBeUndefined();
    expect(answer.json()).toMatchObject({
      status: 503,
      code: 'maintenance',
      detail: 'Back at "noon"\r\nX-Evil: 1',
    });
    expect(scene.upstream.requests).toHaveLength(before);
  });

  it('lets allowed addresses through', async () => {
    await switchOn({ allow: ['127.0.0.0/8'] });
    expect((await scene.get('/')).status).toBe(200);
    await switchOn({ allow: ['192.0.2.0/24'] });
    expect((await scene.get('/')).status).toBe(503);
  });

  it('is over when it is switched off', async () => {
    await scene.gateway.publish([appDocument()]);
    expect((await scene.get('/')).status).toBe(200);
  });
});
