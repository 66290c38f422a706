import { redisKeys } from '@aegis/contracts';
import { sealText } from '@aegis/contracts/node';
import { certificateFor, fingerprintOf, type TestCertificate } from '../../src/gateway/certificates.ts';
import { ids } from '../../src/gateway/documents.ts';
import { TlsUpstream } from '../../src/gateway/tls-upstream.ts';
import {
  route,
  routesDocument,
  Scene,
  target,
  upstreamRecord,
  upstreamsDocument,
} from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

describe('a client certificate', () => {
  let scene: Scene;
  const mine = certificateFor('gateway.example');
  const foreign = certificateFor('gateway.example');
  let asking: TlsUpstream;

  beforeAll(async () => {
    asking = await TlsUpstream.start(mine.chain);
    scene = await Scene.start({ nginx: { worker_processes: 1 } });
    scene.gateway.expectProblems(/prematurely closed|alert|SSL_|reset by peer/);
  });
  afterAll(async () => {
    await scene.stop();
    await asking.stop();
  });

  const showing = (certificate?: TestCertificate, port = asking.port) => {
    const [key] = scene.gateway.keys.gateway.seal;
    if (!key) throw new Error('no seal key');
    const sealed = (text: string) => ({
      $sealed: sealText(key, redisKeys.document(`upstreams:${ids.app}`), text),
    });
    const shown = certificate && {
      client_certificate: { chain: certificate.chain, private_key: sealed(certificate.key) },
    };
    return upstreamRecord([target(port, { scheme: 'https' })], {
      tls: { verify: false, server_name: 'asking.example', ...shown },
      health: {
        active: { path: '/', interval_ms: 100, timeout_ms: 1_000, unhealthy_after: 100, healthy_after: 1 },
      },
    });
  };

  it('is shown for its own upstream only: who has none, or another one, is not let in by a kept connection', async () => {
    await scene.gateway.publish([
      upstreamsDocument({ mine: showing(mine), none: showing(), foreign: showing(foreign) }),
      routesDocument(
        ['mine', 'none', 'foreign'].map((name) => route({ path: `/${name}/*`, upstream: name })),
      ),
    ]);
    for (let i = 0; i < 3; i += 1) {
      expect((await scene.get('/mine/x')).status).toBe(200);
      for (const name of ['none', 'foreign']) {
        const answer = await scene.get(`/${name}/x`);
        expect(answer.json()).toMatchObject({ status: 502, code: 'upstream_failed' });
      }
    }
    expect(new Set(asking.requests.map(({ client }) => client))).toEqual(new Set([fingerprintOf(mine)]));
    // Three requests over one connection, beside those of the health checks.
    expect(asking.requests.length).toBeGreaterThanOrEqual(3);
  });

  it('is shown by health checks too, its key sealed on the way', async () => {
    const checked = asking.requests.length;
    await until(() => asking.requests.length > checked, 'a check that was let in');
    const text = await scene.gateway.redis.client.get(redisKeys.document(`upstreams:${ids.app}`));
    expect(text).toContain('$sealed');
    expect(text).not.toContain('PRIVATE KEY');
  });

  it('that cannot be read is refused, and the last good one stays', async () => {
    const broken = { chain: mine.chain, key: 'no key' };
    const revision = await scene.gateway.publisher.publish([upstreamsDocument({ mine: showing(broken) })]);
    await until(
      async () => (await scene.gateway.heartbeat()).refusals.some((one) => one.revision === revision),
      'the refusal',
    );
    expect((await scene.get('/mine/x')).status).toBe(200);
  });
});
