import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { certificateFor } from '../../src/gateway/certificates.ts';
import { route, routesDocument, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

/** Lines of calls that were forwarded in a location of their own, which knows no authorities. */
describe('access_log over TLS', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'aegis-authority-')), 'authority.pem');
  const { chain, key } = certificateFor('logs.localhost');
  const received: string[] = [];
  let scene: Scene;
  let sink: Server;

  beforeAll(async () => {
    writeFileSync(file, chain);
    sink = createServer({ key, cert: chain }, async (request, response) => {
      received.push(await text(request));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(sink, 'listening');
    scene = await Scene.start({ caFile: file, nginx: { worker_processes: 1 } });
  });
  afterAll(async () => {
    sink.close();
    await scene.stop();
    rmSync(join(file, '..'), { recursive: true });
  });

  async function callLoggedAt(host: string, path: string): Promise<void> {
    const url = `https://${host}:${(sink.address() as AddressInfo).port}/in`;
    const plugins = [{ name: 'access_log', settings: { url } }];
    const logged = route({ path: '/v1/*', strip_prefix: '/v1', plugins });
    await scene.gateway.publish([routesDocument([logged])]);
    expect((await scene.get(`/v1${path}`)).status).toBe(200);
    expect(scene.upstream.requests.at(-1)?.url).toBe(path);
  }

  it('are sent to who has a certificate of that name', async () => {
    await callLoggedAt('logs.localhost', '/good');
    await until(() => received.some((body) => body.includes('/good')), 'the line');
  });

  it('are sent to nobody else', async () => {
    await callLoggedAt('other.localhost', '/bad');
    const failures = async () => {
      await scene.get('/');
      return (await scene.gateway.status('/metrics')).text;
    };
    await until(async () => (await failures()).includes('aegis_export_failures_total'), 'the refusal');
    expect(received.join()).not.toContain('/bad');
  });
});
