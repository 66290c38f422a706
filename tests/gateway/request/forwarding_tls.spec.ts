import { closedPort } from '../../src/closed-port.ts';
import { TlsUpstream } from '../../src/gateway/tls-upstream.ts';
import {
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '../../src/gateway/traffic.ts';

describe('forwarding over TLS', () => {
  let scene: Scene;
  let tls: TlsUpstream;

  const named = (name: string, verify = false) =>
    upstreamRecord([target(tls.port, { scheme: 'https' })], { tls: { verify, server_name: name } });

  beforeAll(async () => {
    tls = await TlsUpstream.start();
    scene = await Scene.start({ nginx: { worker_processes: 1, tls_pools: 2 } });
    await scene.gateway.publish([
      upstreamsDocument({
        one: named('one.example'),
        two: named('two.example'),
        three: named('three.example'),
        checked: named('checked.example', true),
      }),
      routesDocument(
        ['one', 'two', 'three', 'checked'].map((name) => route({ path: `/${name}/*`, upstream: name })),
      ),
    ]);
  });
  afterAll(async () => {
    await scene.stop();
    await tls.stop();
  });

  it('names the server, and never hands a connection of one name to another', async () => {
    for (const name of ['one', 'two', 'one', 'two', 'three', 'one']) {
      const answer = await scene.get(`/${name}/x?y=1`);
      expect(answer.text).toBe(`${name}.example`);
    }
    expect(tls.requests.map((request) => request.name)).toEqual(
      ['one', 'two', 'one', 'two', 'three', 'one'].map((name) => `${name}.example`),
    );
  });

  it('keeps the connections of as many names as there are pools, and does not keep the others', async () => {
    const before = tls.names.length;
    for (let i = 0; i < 3; i += 1) await scene.get('/one/x');
    expect(tls.names).toHaveLength(before);
    for (let i = 0; i < 2; i += 1) await scene.get('/three/x');
    expect(tls.names.slice(before)).toEqual(['three.example', 'three.example']);
  });

  it('refuses a certificate that nobody vouches for', async () => {
    scene.gateway.expectProblems(/certificate verify error/, /no live upstreams/);
    const before = tls.requests.length;
    const answer = await scene.get('/checked/x');
    expect(answer.json()).toMatchObject({ status: 502, code: 'upstream_failed' });
    expect(tls.requests).toHaveLength(before);
  });

  it('moves on to targets of the same server name only', async () => {
    scene.gateway.expectProblems(/connect\(\) failed \(111/, /no live upstreams/);
    const closed = closedPort();
    const over = (...targets: [host: string, port: number][]) =>
      scene.gateway.publish([
        upstreamsDocument({
          one: upstreamRecord(
            targets.map(([host, port]) => target(port, { scheme: 'https', host })),
            { tls: { verify: false } },
          ),
        }),
      ]);
    const before = tls.requests.length;
    const statuses = async () => {
      const list: number[] = [];
      for (let i = 0; i < 4; i += 1) list.push((await scene.get('/one/x')).status);
      return list.toSorted();
    };
    await over(['a.localhost', closed], ['b.localhost', tls.port]);
    expect(await statuses()).toEqual([200, 200, 502, 502]);
    expect(new Set(tls.requests.slice(before).map(({ name }) => name))).toEqual(new Set(['b.localhost']));
    await over(['b.localhost', closed], ['b.localhost', tls.port]);
    expect(await statuses()).toEqual([200, 200, 200, 200]);
  });
});
