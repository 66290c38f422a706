import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DnsServer } from '../../src/gateway/dns-server.ts';
import { platformDocument } from '../../src/gateway/documents.ts';
import { Scene, target, upstreamRecord, upstreamsDocument } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const NAME = 'backend.example';
const [OLD, NEW] = ['127.0.0.2', '127.0.0.3'];

describe('the name of a target', () => {
  let scene: Scene;
  let dns: DnsServer;
  let servers: Server[];
  let port: number;

  /** Answers with the address that it was reached at. */
  async function listening(address: string, at: number): Promise<Server> {
    const server = createServer((_, response) => response.end(address)).listen(at, address);
    await once(server, 'listening');
    return server;
  }

  beforeAll(async () => {
    dns = await DnsServer.start();
    dns.names.set(NAME, [OLD]);
    const first = await listening(OLD, 0);
    ({ port } = first.address() as AddressInfo);
    servers = [first, await listening(NEW, port)];
    scene = await Scene.start({ nginx: { worker_processes: 1 }, resolvers: [dns.address] });
    await scene.gateway.publish([
      upstreamsDocument({ main: upstreamRecord([target(port, { host: NAME })]) }),
    ]);
  });
  afterAll(async () => {
    await scene.stop();
    dns.stop();
    for (const server of servers) server.close();
  });

  const reached = async () => (await scene.get('/')).text;

  it('is asked for again when its time is over, behind the requests', async () => {
    expect(await reached()).toBe(OLD);
    dns.names.set(NAME, [NEW]);
    await until(async () => (await reached()) === NEW, 'the new address');
  });

  it('keeps its last addresses while nobody answers, and has newer ones afterwards', async () => {
    expect(await reached()).toBe(NEW);
    dns.silent = true;
    const before = dns.questions;
    await until(async () => {
      expect(await reached()).toBe(NEW);
      return dns.questions > before;
    }, 'a question that nobody answers');
    for (let i = 0; i < 10; i += 1) expect(await reached()).toBe(NEW);
    dns.silent = false;
    dns.names.set(NAME, [OLD]);
    await until(async () => (await reached()) === OLD, 'the newer address', 30_000);
  });

  it('that was taken out of DNS keeps them too', async () => {
    dns.names.delete(NAME);
    const before = dns.questions;
    await until(async () => {
      expect(await reached()).toBe(OLD);
      return dns.questions > before;
    }, 'the question');
    for (let i = 0; i < 10; i += 1) expect(await reached()).toBe(OLD);
    dns.names.set(NAME, [OLD]);
  });

  it('that comes to lead to a closed address is refused when the request is to be sent', async () => {
    const open = `${OLD}/32`;
    await scene.gateway.publish([platformDocument({ upstream_allow: [open] })]);
    expect(await reached()).toBe(OLD);
    dns.names.set(NAME, ['169.254.169.254']);
    await until(async () => {
      const answer = await scene.get('/');
      return answer.status === 502 && (answer.json() as { rule: string }).rule;
    }, 'the refusal');
    expect((await scene.get('/')).json()).toMatchObject({
      code: 'upstream_address_refused',
      rule: 'link-local and metadata',
    });
  });
});
