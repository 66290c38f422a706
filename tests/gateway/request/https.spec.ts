import { request } from 'node:https';
import type { AppDocument, NginxSettings } from '@aegis/contracts';
import { certificateDocument, certificateFor } from '../../src/gateway/certificates.ts';
import { appDocument, hostDocuments, ids } from '../../src/gateway/documents.ts';
import { route, Scene } from '../../src/gateway/traffic.ts';

const CERTIFIED = 'api.shop.example';
const PLAIN = 'old.shop.example';
const LOCAL = 'shop.localhost';
const HSTS = 'strict-transport-security';

describe('plain HTTP', () => {
  let scene: Scene;

  async function start(nginx: Partial<NginxSettings> = {}) {
    scene = await Scene.start({ nginx, routes: [route({ path: '/*', auth: 'none' })] });
    const place = { app_id: ids.app, environment: 'production' as const };
    const certified = [CERTIFIED, LOCAL];
    await scene.gateway.publish([
      ...hostDocuments({
        [CERTIFIED]: { ...place, certificate: CERTIFIED },
        [LOCAL]: { ...place, certificate: LOCAL },
        [PLAIN]: place,
      }),
      ...certified.map((host) =>
        certificateDocument(scene.gateway.keys.gateway.seal, host, certificateFor(host)),
      ),
    ]);
  }
  const wants = (https: AppDocument['https']) => scene.gateway.publish([appDocument({ https })]);

  /** Through the TLS listener. */
  const secure = (host: string, path = '/') =>
    new Promise<{ status: number; hsts: string | undefined }>((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: scene.gateway.tlsPort,
        path,
        servername: host,
        headers: { host },
      };
      const asked = request({ ...options, rejectUnauthorized: false, agent: false }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, hsts: answer.headers[HSTS] });
      });
      asked.once('error', reject).end();
    });

  describe('of a client', () => {
    beforeAll(() => start());
    afterAll(() => scene.stop());

    it('is sent to HTTPS with its path and query, once a certificate is live', async () => {
      await wants('redirect');
      const before = scene.upstream.requests.length;
      const answer = await scene.call('/a/../orders//7?x=1&y=%20', {
        method: 'POST',
        headers: { host: CERTIFIED },
      });
      expect([answer.status, answer.headers.location]).toEqual([
        308,
        `https://${CERTIFIED}:8443/orders/7?x=1&y=%20`,
      ]);
      expect(answer.headers[HSTS]).toBeUndefined();
      expect(scene.upstream.requests).toHaveLength(before);
      expect((await scene.get('/', { host: PLAIN })).status).toBe(200);
    });

    it('is refused where the app requires HTTPS', async () => {
      await wants('require');
      const before = scene.upstream.requests.length;
      const answer = await scene.get('/orders', { host: CERTIFIED });
      expect(answer.json()).toMatchObject({ status: 403, code: 'https_required' });
      expect(scene.upstream.requests).toHaveLength(before);
      expect((await scene.get('/', { host: PLAIN })).status).toBe(200);
    });

    it('is served where the app says so', async () => {
      await wants('off');
      expect((await scene.get('/', { host: CERTIFIED })).status).toBe(200);
      expect(await secure(CERTIFIED)).toEqual({ status: 200, hsts: undefined });
    });

    it.each(['redirect', 'require'] as const)(
      'is served on localhost, whatever the app wants (%s)',
      async (https) => {
        await wants(https);
        expect((await scene.get('/', { host: LOCAL })).status).toBe(200);
        expect(await secure(LOCAL)).toEqual({ status: 200, hsts: undefined });
      },
    );

    it.each(['redirect', 'require'] as const)(
      'HSTS tells browsers to come by HTTPS alone (%s)',
      async (https) => {
        await wants(https);
        expect(await secure(CERTIFIED)).toEqual({ status: 200, hsts: 'max-age=31536000' });
        await scene.gateway.publish([
          appDocument({ https, limits: {}, plugins: [{ name: 'maintenance', settings: {} }] }),
        ]);
        expect(await secure(CERTIFIED)).toEqual({ status: 503, hsts: 'max-age=31536000' });
      },
    );

    it('is served again once the certificate is gone', async () => {
      await wants('redirect');
      expect((await scene.get('/', { host: CERTIFIED })).status).toBe(308);
      const place = { app_id: ids.app, environment: 'production' as const };
      await scene.gateway.publish(hostDocuments({ [CERTIFIED]: place }));
      expect((await scene.get('/', { host: CERTIFIED })).status).toBe(200);
    });
  });

  describe('behind a proxy that ends TLS', () => {
    beforeAll(() => start({ trusted_proxies: ['127.0.0.1'] }));
    afterAll(() => scene.stop());

    it('is HTTPS where a trusted proxy says so', async () => {
      await wants('redirect');
      const answer = await scene.get('/', { host: CERTIFIED, 'x-forwarded-proto': 'https' });
      expect([answer.status, answer.headers[HSTS]]).toEqual([200, 'max-age=31536000']);
      expect((await scene.get('/', { host: CERTIFIED, 'x-forwarded-proto': 'http' })).status).toBe(308);
    });
  });

  it('is not HTTPS because a client says so', async () => {
    await start();
    await wants('redirect');
    expect((await scene.get('/', { host: CERTIFIED, 'x-forwarded-proto': 'https' })).status).toBe(308);
    await scene.stop();
  });
});
