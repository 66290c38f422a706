import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import type { UpstreamRecord } from '@aegis/contracts';
import { closedPort } from '../../src/closed-port.ts';
import { GrpcUpstream } from '../../src/gateway/grpc-upstream.ts';
import {
  HOST,
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

/** One message as gRPC frames it: not compressed, four bytes of length. */
function message(text: string): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(Buffer.byteLength(text), 1);
  return Buffer.concat([head, Buffer.from(text)]);
}

describe('gRPC', () => {
  let scene: Scene;
  let plain: GrpcUpstream;
  let tls: GrpcUpstream;
  let client: ClientHttp2Session;

  beforeAll(async () => {
    plain = await GrpcUpstream.start();
    tls = await GrpcUpstream.start('grpc.example');
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    client = connect(`https://127.0.0.1:${scene.gateway.tlsPort}`, { rejectUnauthorized: false });
    await once(client, 'connect');
  });
  afterAll(async () => {
    client.close();
    await scene.stop();
    plain.stop();
    tls.stop();
  });

  const publish = (port: number, scheme: 'grpc' | 'grpcs', settings: Partial<UpstreamRecord> = {}) =>
    scene.gateway.publish([
      upstreamsDocument({ main: upstreamRecord([target(port, { scheme })], settings) }),
    ]);

  const begin = (path: string, headers: Record<string, string> = {}) => {
    const stream = client.request({
      ':method': 'POST',
      ':path': path,
      ':authority': HOST,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const received: Buffer[] = [];
    const seen: { headers?: IncomingHttpHeaders; trailers?: IncomingHttpHeaders } = {};
    stream.on('response', (answer) => {
      seen.headers = answer;
    });
    stream.on('trailers', (trailers) => {
      seen.trailers = trailers;
    });
    stream.on('data', (chunk: Buffer) => received.push(chunk));
    return { stream, seen, text: () => Buffer.concat(received).toString() };
  };

  const callOnce = async (path: string, headers: Record<string, string> = {}) => {
    const call = begin(path, headers);
    call.stream.end(message('hello'));
    await once(call.stream, 'close');
    return call;
  };

  it('passes with its trailers, and tells the backend who calls', async () => {
    await publish(plain.port, 'grpc');
    const { seen, text } = await callOnce('/shop.Orders/Get', {
      'x-aegis-user': 'root',
      'x-aegis-tenant': 'evil',
      forwarded: 'for=1.2.3.4',
      'x-request-id': 'my-request-1',
      'x-own': 'kept',
    });
    expect(seen.headers).toMatchObject({ ':status': 200, 'content-type': 'application/grpc' });
    expect(seen.headers?.['x-request-id']).toBe('my-request-1');
    expect(seen.trailers).toMatchObject({ 'grpc-status': '0', 'grpc-message': 'fine' });
    expect(text()).toBe(message('hello').toString());
    const told = plain.calls.at(-1) ?? {};
    expect(told).toMatchObject({
      ':path': '/shop.Orders/Get',
      host: `127.0.0.1:${plain.port}`,
      te: 'trailers',
      'x-aegis-app': 'demo',
      'x-aegis-environment': 'production',
      'x-request-id': 'my-request-1',
      'x-forwarded-for': '127.0.0.1',
      'x-own': 'kept',
    });
    for (const name of ['x-aegis-user', 'x-aegis-tenant', 'forwarded']) expect(told[name]).toBeUndefined();
    expect(told.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('passes as a stream both ways, message by message', async () => {
    await publish(plain.port, 'grpc');
    const call = begin('/shop.Orders/Watch');
    for (const word of ['one', 'two', 'three']) {
      call.stream.write(message(word));
      await until(() => call.text().endsWith(word), `the answer to ${word}`);
    }
    call.stream.end();
    await once(call.stream, 'close');
    expect(call.seen.trailers).toMatchObject({ 'grpc-status': '0' });
  });

  it('goes over TLS with the server name, verified unless the upstream says otherwise', async () => {
    scene.gateway.expectProblems(/certificate verify error/, /no live upstreams/);
    await publish(tls.port, 'grpcs', { tls: { verify: false, server_name: 'grpc.example' } });
    expect((await callOnce('/shop.Orders/Get')).seen.trailers).toMatchObject({ 'grpc-status': '0' });
    const before = tls.calls.length;
    await publish(tls.port, 'grpcs', { tls: { verify: true, server_name: 'grpc.example' } });
    const refused = await callOnce('/shop.Orders/Get');
    expect(refused.seen.headers?.[':status']).toBe(502);
    expect(JSON.parse(refused.text())).toMatchObject({ code: 'upstream_failed' });
    expect(tls.calls).toHaveLength(before);
  });

  it('has its path changed like any other, but for encoded characters', async () => {
    await publish(plain.port, 'grpc');
    await scene.gateway.publish([routesDocument([route({ path: '/v1/*', strip_prefix: '/v1' })])]);
    await callOnce('/v1/shop.Orders/Get?a=b');
    expect(plain.calls.at(-1)?.[':path']).toBe('/shop.Orders/Get?a=b');
    const refused = await callOnce('/v1/shop%20x/Get');
    expect(refused.seen.headers?.[':status']).toBe(400);
    await scene.gateway.publish([routesDocument([route()])]);
  });

  it('is refused with a problem like any other', async () => {
    scene.gateway.expectProblems(/connect\(\) failed \(111/);
    await publish(closedPort(), 'grpc');
    const unreachable = await callOnce('/shop.Orders/Get');
    expect(unreachable.seen.headers?.[':status']).toBe(503);
    await publish(plain.port, 'grpc');
    await scene.gateway.publish([routesDocument([route({ auth: 'api_key' })])]);
    expect((await callOnce('/shop.Orders/Get')).seen.headers?.[':status']).toBe(401);
    const key = await scene.publishKey({ tenant: 'acme' });
    await callOnce('/shop.Orders/Get', { 'x-api-key': key });
    expect(plain.calls.at(-1)).toMatchObject({ 'x-aegis-tenant': 'acme' });
    expect(plain.calls.at(-1)?.['x-api-key']).toBeUndefined();
    await scene.gateway.publish([routesDocument([route()])]);
  });

  it('has targets that are watched by connecting to them', async () => {
    const active = { path: '/', interval_ms: 100, timeout_ms: 1_000, unhealthy_after: 1, healthy_after: 1 };
    const closed = closedPort();
    const targets = [target(plain.port, { scheme: 'grpc' }), target(closed, { scheme: 'grpc' })];
    await scene.gateway.publish([
      upstreamsDocument({ main: upstreamRecord(targets, { health: { active } }) }),
    ]);
    await until(async () => {
      await callOnce('/shop.Orders/Get');
      const { upstreams } = (await scene.gateway.status('/upstreams')).json() as {
        upstreams: { targets: { target: string; state: string }[] }[];
      };
      const states = upstreams.flatMap((one) => one.targets);
      return (
        states.some(({ target: name, state }) => name === `grpc://127.0.0.1:${closed}` && state === 'down') &&
        states.some(
          ({ target: name, state }) => name === `grpc://127.0.0.1:${plain.port}` && state === 'healthy',
        )
      );
    }, 'the closed one to be down');
  });
});
