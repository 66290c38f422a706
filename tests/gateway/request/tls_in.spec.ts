import { once } from 'node:events';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import {
  certificateDocument,
  certificateFor,
  fingerprintOf,
  type TestCertificate,
} from '../../src/gateway/certificates.ts';
import { hostDocuments, ids } from '../../src/gateway/documents.ts';
import type { Publication } from '../../src/gateway/publisher.ts';
import { HOST, Scene, STAGING_HOST } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const THIRD = 'third.localhost';
const WITHOUT = 'without.localhost';

describe('certificates by server name', () => {
  let scene: Scene;
  let byDefault: string;
  const first = certificateFor(HOST);
  const shared = certificateFor(STAGING_HOST, THIRD);

  const open = (servername?: string, options: ConnectionOptions = {}): TLSSocket =>
    connect({
      port: scene.gateway.tlsPort,
      host: '127.0.0.1',
      // Nobody signed these; which one is shown is what is tested.
      rejectUnauthorized: false,
      ...(servername !== undefined && { servername }),
      ...options,
    });

  async function shake(servername?: string, options: ConnectionOptions = {}): Promise<TLSSocket> {
    const socket = open(servername, options);
    await once(socket, 'secureConnect');
    return socket;
  }

  async function shown(servername?: string, options?: ConnectionOptions): Promise<string> {
    const socket = await shake(servername, options);
    const certificate = socket.getPeerCertificate();
    socket.destroy();
    return certificate.fingerprint256;
  }

  const index = (certified: readonly string[]): Publication[] =>
    hostDocuments(
      Object.fromEntries(
        [HOST, STAGING_HOST, THIRD, WITHOUT].map((host) => [
          host,
          {
            app_id: ids.app,
            environment: 'production' as const,
            ...(certified.includes(host) && { certificate: host }),
          },
        ]),
      ),
    );
  const document = (host: string, certificate: TestCertificate) =>
    certificateDocument(scene.gateway.keys.gateway.seal, host, certificate);

  beforeEach(async () => {
    scene = await Scene.start();
    byDefault = await shown();
    await scene.gateway.publish([
      ...index([HOST, STAGING_HOST, THIRD]),
      document(HOST, first),
      document(STAGING_HOST, shared),
      document(THIRD, shared),
    ]);
  });
  afterEach(() => scene.stop());

  it('are shown to three names on one address, and the default one to everybody else', async () => {
    expect(await shown(HOST)).toBe(fingerprintOf(first));
    expect(await shown(STAGING_HOST)).toBe(fingerprintOf(shared));
    expect(await shown(THIRD)).toBe(fingerprintOf(shared));
    expect(await shown(HOST.toUpperCase())).toBe(fingerprintOf(first));
    for (const name of [undefined, WITHOUT, 'unknown.example', `below.${HOST}`, 'localhost']) {
      expect(await shown(name)).toBe(byDefault);
    }
  });

  it('are shown in every version of TLS', async () => {
    expect(await shown(HOST, { maxVersion: 'TLSv1.2' })).toBe(fingerprintOf(first));
    expect(await shown(STAGING_HOST, { minVersion: 'TLSv1.3' })).toBe(fingerprintOf(shared));
  });

  it('change without a reload, and without a moment of another', async () => {
    const workers = scene.gateway.nginx.workers();
    const renewed = certificateFor(HOST);
    const seen = new Set([await shown(HOST)]);
    await scene.gateway.publish([document(HOST, renewed)]);
    await until(async () => {
      const now = await shown(HOST);
      seen.add(now);
      return now === fingerprintOf(renewed);
    }, 'the new certificate');
    expect([...seen].sort()).toEqual([fingerprintOf(first), fingerprintOf(renewed)].sort());
    expect(scene.gateway.nginx.workers()).toEqual(workers);
  });

  it('fall back to the default one once removed', async () => {
    expect(await shown(HOST)).toBe(fingerprintOf(first));
    const removed: Publication = {
      kind: 'certificate',
      id: HOST,
      document: { status: 'revoked' },
      fact: 'revoked',
    };
    await scene.gateway.publish([removed, ...index([STAGING_HOST, THIRD])]);
    await until(async () => (await shown(HOST)) === byDefault, 'the default certificate');
    expect(await shown(THIRD)).toBe(fingerprintOf(shared));
  });

  it('fall back by the fact alone, before the index follows', async () => {
    expect(await shown(HOST)).toBe(fingerprintOf(first));
    await scene.gateway.publish([
      { kind: 'certificate', id: HOST, document: { status: 'revoked' }, fact: 'revoked' },
    ]);
    await until(async () => (await shown(HOST)) === byDefault, 'the default certificate');
  });

  it('that cannot be brought end the handshake: no other one is shown instead', async () => {
    const missing = index([HOST, STAGING_HOST, THIRD, WITHOUT]);
    await scene.gateway.publish(missing);
    await until(
      () =>
        shake(WITHOUT).then(
          (socket) => {
            socket.destroy();
            return false;
          },
          () => true,
        ),
      'the refused handshake',
    );
    expect(await shown(HOST)).toBe(fingerprintOf(first));
    await scene.gateway.publish([document(WITHOUT, shared)]);
    expect(await shown(WITHOUT)).toBe(fingerprintOf(shared));
  });

  it('keep working while Redis is away', async () => {
    expect(await shown(HOST)).toBe(fingerprintOf(first));
    // nginx itself says this of a connection that a killed Redis had data for.
    scene.gateway.expectProblems(/recv\(\) failed \(104: Connection reset by peer\), context: ngx.timer/);
    await scene.gateway.redis.stop();
    expect(await shown(HOST)).toBe(fingerprintOf(first));
    expect(await shown(WITHOUT)).toBe(byDefault);
    expect(await shown('unknown.example')).toBe(byDefault);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('leave %s sessions to be resumed', async (version) => {
    const options = { minVersion: version, maxVersion: version };
    const before = open(HOST, options);
    const session = once(before, 'session');
    // To its proper end: OpenSSL forgets the session of a connection that broke off.
    const closed = once(before.resume(), 'close');
    before.write(`GET / HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
    const [ticket] = (await session) as [Buffer];
    await closed;
    const after = await shake(HOST, { ...options, session: ticket });
    expect(after.isSessionReused()).toBe(true);
    after.destroy();
  });

  it('serve HTTP/2', async () => {
    const session = connectHttp2(`https://127.0.0.1:${scene.gateway.tlsPort}`, {
      rejectUnauthorized: false,
      servername: HOST,
    });
    const stream = session.request({ ':path': '/second', ':authority': HOST });
    const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    const certificate = (session.socket as TLSSocket).getPeerCertificate();
    session.close();
    expect(headers[':status']).toBe(200);
    expect(certificate.fingerprint256).toBe(fingerprintOf(first));
  });

  it('leave their keys sealed wherever they rest', async () => {
    expect(await shown(HOST)).toBe(fingerprintOf(first));
    const stored = await scene.gateway.redis.client.get(scene.gateway.publisher.key(document(HOST, first)));
    const lines = first.key.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
    expect(stored).toContain('$sealed');
    for (const line of lines) expect(stored).not.toContain(line);
    expect(scene.gateway.nginx.problems()).toEqual([]);
  });
});
