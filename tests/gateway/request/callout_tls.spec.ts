import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { appWithCallouts, calloutDocument } from '../../src/gateway/callouts.ts';
import { nextId, route, routesDocument, Scene } from '../../src/gateway/traffic.ts';

/** A certificate for `callout.localhost` that is its own authority. */
function certificate(folder: string): { key: Buffer; cert: Buffer; file: string } {
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const name = ['-subj', '/CN=callout', '-addext', 'subjectAltName=DNS:callout.localhost'];
  execFileSync('openssl', [...kind, ...name, '-keyout', key, '-out', file], { stdio: 'ignore' });
  chmodSync(folder, 0o755);
  return { key: readFileSync(key), cert: readFileSync(file), file };
}

describe('an authorize callout over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-callout-'));
  const names: unknown[] = [];
  let scene: Scene;
  let backend: Server;
  let port: number;

  beforeAll(async () => {
    const { key, cert, file } = certificate(folder);
    backend = createServer({ key, cert }, (request, response) => {
      names.push((request.socket as TLSSocket).servername);
      response.end('{"allowed":true}');
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const address = backend.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    scene = await Scene.start({ caFile: file });
    await scene.gateway.publish([
      appWithCallouts('production'),
      routesDocument([route({ permission: 'orders:read', authorize: 'callout' })]),
    ]);
  });
  afterAll(async () => {
    backend.closeAllConnections();
    backend.close();
    await scene.stop();
    rmSync(folder, { recursive: true });
  });

  async function statusWith(host: string): Promise<number> {
    const settings = { scheme: 'https' as const, host, port, generation: nextId() };
    await scene.gateway.publish([calloutDocument(scene.gateway.keys, settings)]);
    return (await scene.get('/orders')).status;
  }

  it('is asked where the certificate is of its name, which it is told', async () => {
    expect(await statusWith('callout.localhost')).toBe(200);
    expect(await statusWith('callout.localhost')).toBe(200);
    expect(names).toEqual(['callout.localhost', 'callout.localhost']);
  });

  it('is not asked under another name, whatever is kept open', async () => {
    expect(await statusWith('other.localhost')).toBe(503);
    expect(names).toHaveLength(2);
  });
});
