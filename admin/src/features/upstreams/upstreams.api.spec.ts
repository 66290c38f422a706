import {
  createRoute,
  createUpstream,
  deleteRoute,
  deleteUpstream,
  getUpstream,
  getUpstreamHealth,
  listRoutes,
  listUpstreams,
  redisKeys,
  replaceUpstream,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { makeCertificate } from '../../testing/certificates.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('upstreams', () => {
  let world: RefusalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.app.close());

  const body = { environment: 'staging' as const, targets: [{ url: 'http://localhost:4001' }] };
  const params = async () => ({ app_id: (await newApp(world)).id });
  const create = async (change: object = {}) => {
    const at = await params();
    const { data } = await world.company.owner.call(createUpstream, {
      params: at,
      body: { ...body, ...change },
    });
    return { params: { ...at, id: data.id }, data };
  };

  it('publishes an upstream with its targets taken apart', async () => {
    const published = new PublishedView();
    const made = await create({ name: 'blue', targets: [{ url: 'https://127.0.0.1/base/', weight: 5 }] });
    await published.until(made.data.liveness.revision);
    const document = await published.document(`upstreams:${made.params.app_id}`);
    expect(document?.content.environments).toMatchObject({
      staging: {
        blue: {
          targets: [{ scheme: 'https', host: '127.0.0.1', port: 443, path: '/base', weight: 5 }],
          tls: { verify: true },
          retries: 1,
        },
      },
    });
    published.close();
  });

  it('lists by environment', async () => {
    const made = await create();
    const list = async (query: object) =>
      (
        await world.company.owner.call(listUpstreams, { params: { app_id: made.params.app_id }, query })
      ).data.items.map(({ environment }) => environment);
    expect((await list({})).sort()).toEqual(['production', 'staging']);
    expect(await list({ environment: 'staging' })).toEqual(['staging']);
  });

  it('changes with the version that was seen, and not with an older one', async () => {
    const made = await create();
    const settings = { targets: [{ url: 'http://localhost:4002' }], retries: 3 };
    const { etag } = await world.company.owner.call(getUpstream, { params: made.params });
    const headers = { 'if-match': etag ?? '' };
    const first = await world.company.owner.send(replaceUpstream, {
      params: made.params,
      body: settings,
      headers,
    });
    expect(first.body).toMatchObject({ retries: 3, name: 'default' });
    const second = await world.company.owner.send(replaceUpstream, {
      params: made.params,
      body: settings,
      headers,
    });
    expectRefusal(second, 'edited_meanwhile');
  });

  it('409 the name of another in the same environment', async () => {
    const made = await create();
    const at = { app_id: made.params.app_id };
    expectRefusal(await world.company.owner.send(createUpstream, { params: at, body }), 'conflict');
  });

  it('refuses private addresses at creation and change', async () => {
    const made = await create();
    const targets = [{ url: 'http://localhost:4001' }, { url: 'http://[fd00::1]/' }];
    const at = { app_id: made.params.app_id };
    const creating = { params: at, body: { ...body, name: 'second', targets } };
    expectRefusal(await world.company.owner.send(createUpstream, creating), 'upstream_address_refused');
    const replacing = { params: made.params, body: { targets } };
    expectRefusal(await world.company.owner.send(replaceUpstream, replacing), 'upstream_address_refused');
  });

  it('409 to remove one that a route goes to', async () => {
    const made = await create({ name: 'used' });
    const at = { app_id: made.params.app_id };
    const input = { params: at, body: { name: 'user', path: '/user', upstream: 'used' } };
    const { data: route } = await world.company.owner.call(createRoute, input);
    const refused = await world.company.owner.send(deleteUpstream, { params: made.params });
    expectRefusal(refused, 'in_use');
    expect(refused.problem.detail).toContain('user');
    await world.company.owner.call(deleteRoute, { params: { ...at, id: route.id } });
    await world.company.owner.call(deleteUpstream, { params: made.params });
    expectRefusal(await world.company.owner.send(getUpstream, { params: made.params }), 'not_found');
    const { data } = await world.company.owner.call(listRoutes, { params: at });
    expect(data.items.map(({ name }) => name)).toEqual(['everything']);
  });

  it('422 no target at all', async () => {
    const input = { params: await params(), body: { ...body, targets: [] } };
    expectRefusal(await world.company.owner.send(createUpstream, input), 'invalid_input', '/targets');
  });

  it('publishes what a consistent hash goes by', async () => {
    const published = new PublishedView();
    const hash_by = { source: 'cookie', name: 'cart' };
    const made = await create({ balance: 'consistent_hash', hash_by });
    expect(made.data).toMatchObject({ balance: 'consistent_hash', hash_by });
    await published.until(made.data.liveness.revision);
    const document = await published.document(`upstreams:${made.params.app_id}`);
    expect(document?.content.environments).toMatchObject({
      staging: { default: { balance: 'consistent_hash', hash_by } },
    });
    published.close();
  });

  it('publishes how the health of targets is found out, with what was not named', async () => {
    const published = new PublishedView();
    const made = await create({ health: { passive: { failures: 2 }, active: { path: '/healthz' } } });
    await published.until(made.data.liveness.revision);
    const document = await published.document(`upstreams:${made.params.app_id}`);
    expect(document?.content.environments).toMatchObject({
      staging: {
        default: {
          health: {
            passive: { failures: 2, window_ms: 10_000, eject_ms: 30_000, statuses: [502, 503, 504] },
            active: { path: '/healthz', interval_ms: 10_000, unhealthy_after: 3, healthy_after: 2 },
          },
        },
      },
    });
    published.close();
  });

  it('publishes what keeps it from trouble, with what was not named', async () => {
    const published = new PublishedView();
    const made = await create({ max_in_flight: 7, circuit_breaker: { open_ms: 5_000 }, retry_answers: {} });
    await published.until(made.data.liveness.revision);
    const document = await published.document(`upstreams:${made.params.app_id}`);
    expect(document?.content.environments).toMatchObject({
      staging: {
        default: {
          max_in_flight: 7,
          circuit_breaker: {
            error_percent: 50,
            requests: 20,
            window_ms: 10_000,
            open_ms: 5_000,
            statuses: [502, 503, 504],
          },
          retry_answers: { after: 'gateway_errors', budget_percent: 20 },
        },
      },
    });
    published.close();
  });

  describe('with a client certificate', () => {
    const told = (value: object) => JSON.stringify(value);
    const certificateOf = async () => {
      const { pem, key } = await makeCertificate({ names: ['gateway.example'] });
      return { chain: pem, private_key: key };
    };
    const made = async (client_certificate: object) =>
      create({ name: 'mtls', targets: [{ url: 'https://localhost:4001' }], tls: { client_certificate } });

    it('never tells its key, which is encrypted at rest and sealed on the way', async () => {
      const published = new PublishedView();
      const certificate = await certificateOf();
      const { params: at, data } = await made(certificate);
      expect(data.tls.client_certificate).toEqual({ chain: certificate.chain });
      await published.until(data.liveness.revision);
      const text = await published.redis.get(redisKeys.document(`upstreams:${at.app_id}`));
      expect(text).toContain('$sealed');
      expect(text).not.toContain(certificate.private_key.split('\n')[1]);
      const rows = await world.app.database.asPlatform('SELECT * FROM upstreams WHERE id = $1', [at.id]);
      expect(told(rows)).not.toContain('PRIVATE KEY');
      expect(told((await world.company.owner.call(getUpstream, { params: at })).data)).not.toContain(
        'PRIVATE',
      );
      published.close();
    });

    it('keeps the key in force where a change names none, and forgets it with the certificate', async () => {
      const certificate = await certificateOf();
      const { params: at, data } = await made(certificate);
      const replace = (client_certificate: object | undefined) =>
        world.company.owner.send(replaceUpstream, {
          params: at,
          body: { targets: data.targets, retries: 2, tls: client_certificate ? { client_certificate } : {} },
        });
      expect((await replace({ chain: certificate.chain })).status).toBe(200);
      const other = await certificateOf();
      expectRefusal(
        await replace({ chain: other.chain }),
        'invalid_input',
        '/tls/client_certificate/private_key',
      );
      expect((await replace(other)).status).toBe(200);
      expect((await replace(undefined)).status).toBe(200);
      expectRefusal(
        await replace({ chain: other.chain }),
        'invalid_input',
        '/tls/client_certificate/private_key',
      );
    });

    it('422 a certificate without a key, or one that cannot be read', async () => {
      const { chain, private_key } = await certificateOf();
      const at = await params();
      const send = (client_certificate: object) =>
        world.company.owner.send(createUpstream, {
          params: at,
          body: { ...body, name: 'mtls', tls: { client_certificate } },
        });
      const field = '/tls/client_certificate';
      expectRefusal(await send({ chain }), 'invalid_input', `${field}/private_key`);
      expectRefusal(await send({ chain: 'none', private_key }), 'invalid_input', `${field}/chain`);
      expectRefusal(await send({ chain, private_key: 'none' }), 'invalid_input', `${field}/private_key`);
    });
  });

  it('tells what gateways report about the targets, as long as they do', async () => {
    const made = await create();
    const { app_id, id } = made.params;
    const published = new PublishedView();
    const { redis } = published;
    const now = Math.floor(Date.now() / 1000);
    const targets = [{ target: 'http://localhost:4001', state: 'ejected', reason: 'answered 503' }];
    const report = (gateway: string, change: object = {}) =>
      redis.hset(
        redisKeys.upstreamHealth(app_id, id),
        gateway,
        JSON.stringify({ gateway, name: `gateway ${gateway}`, circuit: 'open', targets, at: now, ...change }),
      );
    const health = async () => (await world.company.owner.call(getUpstreamHealth, made)).data.gateways;
    expect(await health()).toEqual([]);
    await report('b');
    await report('a');
    await report('silent', { at: now - 120 });
    await report('strange', { targets: '<script>' });
    await redis.hset(redisKeys.upstreamHealth(app_id, id), 'broken', '{');
    expect(await health()).toEqual(
      ['a', 'b'].map((gateway) => ({
        id: gateway,
        name: `gateway ${gateway}`,
        at: new Date(now * 1000).toISOString(),
        circuit: 'open',
        targets,
      })),
    );
    published.close();
  });

  it.each([
    ['a hash of nothing', { balance: 'consistent_hash' }],
    ['something to hash that no method takes', { hash_by: { source: 'ip' } }],
    [
      'a header whose name is none',
      { balance: 'consistent_hash', hash_by: { source: 'header', name: 'X A' } },
    ],
  ])('422 %s', async (_, change) => {
    const input = { params: await params(), body: { ...body, name: 'hashed', ...change } };
    const refused = await world.company.owner.send(createUpstream, input);
    expectRefusal(refused, 'invalid_input');
    expect(JSON.stringify(refused.problem)).toContain('/hash_by');
  });

  describeRefusals(
    () => world,
    listUpstreams,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createUpstream,
    async () => ({ params: await params(), body }),
  );
  describeRefusals(
    () => world,
    getUpstream,
    async () => ({ params: (await create()).params }),
  );
  describeRefusals(
    () => world,
    getUpstreamHealth,
    async () => ({ params: (await create()).params }),
  );
  describeRefusals(
    () => world,
    replaceUpstream,
    async () => ({
      params: (await create()).params,
      body: { targets: body.targets },
    }),
  );
  describeRefusals(
    () => world,
    deleteUpstream,
    async () => ({ params: (await create({ name: 'free' })).params }),
  );
});
