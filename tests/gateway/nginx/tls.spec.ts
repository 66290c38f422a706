import { once } from 'node:events';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { type ConnectionOptions, connect } from 'node:tls';
import { HOST, Scene } from '../../src/gateway/traffic.ts';

describe('the TLS listener', () => {
  /** Shakes hands and asks once with HTTP/1.1 where that was agreed. */
  async function talk(port: number, options: ConnectionOptions = {}) {
    // The certificate of a first start is self-signed; what is tested is the listener.
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    await once(socket, 'secureConnect');
    const agreed = { protocol: socket.getProtocol(), application: socket.alpnProtocol || 'http/1.1' };
    let text = '';
    if (agreed.application === 'http/1.1') {
      socket.write(`GET /orders HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
      for await (const chunk of socket) text += String(chunk);
    }
    socket.destroy();
    return { ...agreed, text };
  }

  describe('as it is without settings', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await Scene.start();
    });
    afterAll(() => scene.stop());

    it('serves as the plain one does, and tells upstreams that it was TLS', async () => {
      const { protocol, text } = await talk(scene.gateway.tlsPort);
      expect(protocol).toBe('TLSv1.3');
      expect(text).toMatch(/^HTTP\/1.1 200 /);
      expect(scene.upstream.requests.at(-1)?.headers['x-forwarded-proto']).toBe('https');
    });

    it('speaks HTTP/2 with who wants it', async () => {
      const answer = await talk(scene.gateway.tlsPort, { ALPNProtocols: ['h2', 'http/1.1'] });
      expect(answer.application).toBe('h2');
      const session = connectHttp2(`https://127.0.0.1:${scene.gateway.tlsPort}`, {
        rejectUnauthorized: false,
      });
      const stream = session.request({
        ':path': '/second?page=2',
        ':authority': HOST,
        'x-aegis-app': 'evil',
      });
      const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
      session.close();
      expect(headers[':status']).toBe(200);
      expect(scene.upstream.requests.at(-1)).toMatchObject({
        url: '/second?page=2',
        headers: { 'x-aegis-app': 'demo', 'x-forwarded-host': HOST },
      });
    });

    it('takes TLS 1.2 and nothing older', async () => {
      const { protocol } = await talk(scene.gateway.tlsPort, { maxVersion: 'TLSv1.2' });
      expect(protocol).toBe('TLSv1.2');
      const ciphers = 'DEFAULT@SECLEVEL=0';
      const older = talk(scene.gateway.tlsPort, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers });
      await expect(older).rejects.toThrow();
    });
  });

  it('keeps to HTTP/1.1 and TLS 1.3 where the platform says so', async () => {
    const scene = await Scene.start({ nginx: { http2: false, tls_protocols: ['TLSv1.3'] } });
    try {
      const answer = await talk(scene.gateway.tlsPort, { ALPNProtocols: ['h2', 'http/1.1'] });
      expect(answer.application).toBe('http/1.1');
      expect(answer.text).toMatch(/^HTTP\/1.1 200 /);
      await expect(talk(scene.gateway.tlsPort, { maxVersion: 'TLSv1.2' })).rejects.toThrow();
    } finally {
      await scene.stop();
    }
  });
});
