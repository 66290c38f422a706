import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createApp,
  createKey,
  deleteApp,
  entitlements,
  getApp,
  listApps,
  listRoutes,
  listUpstreams,
  probeUpstream,
  tryApp,
  updateApp,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { addMember, createCompany } from '../../testing/people.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

describe('apps', () => {
  let world: RefusalWorld;
  let gateway: Server;
  let heard: {
    host: string | undefined;
    url: string | undefined;
    method: string | undefined;
    key: unknown;
  }[];
  let published: PublishedView;

  beforeAll(async () => {
    heard = [];
    gateway = createServer((request, response) => {
      const { headers, url, method } = request;
      heard.push({ host: headers.host, url, method, key: headers['x-api-key'] });
      response.writeHead(207, { 'x-answer': 'yes' }).end('x'.repeat(70_000));
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const { port } = gateway.address() as AddressInfo;
    world = await startWorld({ AEGIS_GATEWAY_INTERNAL_URL: `http://127.0.0.1:${port}` });
    published = new PublishedView();
  });
  afterAll(async () => {
    published.close();
    await world.app.close();
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
  });

  const owner = () => world.company.owner;

  it('makes an app that is ready at once, and shows its first key once', async () => {
    const { data } = await owner().call(createApp, {
      body: { name: 'My Shop', upstream_url: 'http://127.0.0.1:4000/v1' },
    });
    expect(data).toMatchObject({
      slug: 'my-shop',
      status: 'active',
      first_key: expect.stringMatching(/^aegis_prod_/),
    });
    expect(data.environments.map(({ name, ready }) => [name, ready])).toEqual([
      ['production', true],
      ['staging', false],
      ['development', false],
    ]);
    const params = { app_id: data.id };
    const upstreams = await owner().call(listUpstreams, { params });
    expect(upstreams.data.items).toMatchObject([
      { name: 'default', targets: [{ url: 'http://127.0.0.1:4000/v1' }] },
    ]);
    const routes = await owner().call(listRoutes, { params });
    expect(routes.data.items).toMatchObject([{ path: '/*', auth: 'api_key', upstream: 'default' }]);
    const { data: seen } = await owner().call(getApp, { params: { id: 'my-shop' } });
    expect(seen).not.toHaveProperty('first_key');
    const rows = await world.app.database.asPlatform(
      'SELECT k::text AS row FROM api_keys k WHERE app_id = $1',
      [data.id],
    );
    expect(rows[0]?.row).not.toContain(data.first_key);
  });

  it('numbers a slug that a name makes and somebody has; refuses one that was chosen', async () => {
    const body = { name: 'Taken' };
    const slugs = [
      (await owner().call(createApp, { body })).data.slug,
      (await world.stranger.owner.call(createApp, { body })).data.slug,
    ];
    expect(slugs).toEqual(['taken', 'taken-2']);
    expectRefusal(await owner().send(createApp, { body: { ...body, slug: 'taken' } }), 'slug_taken');
  });

  it('refuses an upstream that may not be called, naming address, rule and who can change it', async () => {
    for (const url of [
      'http://10.1.2.3',
      'http://[::1]:80',
      'http://169.254.169.254/latest',
      'http://0xa9fea9fe/',
    ]) {
      const answer = await owner().send(createApp, { body: { name: 'Inside', upstream_url: url } });
      expectRefusal(answer, 'upstream_address_refused');
      expect(answer.problem.detail).toMatch(/may not be called \(.+\).*operator.*AEGIS_UPSTREAM_ALLOW/);
    }
    const { data } = await owner().call(listApps, { query: { search: 'inside' } });
    expect(data.items).toEqual([]);
  });

  it.each(['ftp://example.com', 'http://user:pw@example.com', 'http://example.com/?a=b', 'example.com'])(
    '422 the upstream address %s',
    async (upstream_url) => {
      const answer = await owner().send(createApp, { body: { name: 'Odd', upstream_url } });
      expectRefusal(answer, 'invalid_input', '/upstream_url');
    },
  );

  it.each(['a--b', '-a', 'A', 'a', 'a.b', '../x'])('422 the slug %s', async (slug) => {
    expectRefusal(await owner().send(createApp, { body: { name: 'Odd', slug } }), 'invalid_input', '/slug');
  });

  it('409 more apps than the plan has', async () => {
    const company = await createCompany(world.app);
    await world.app.database.asPlatform(
      `INSERT INTO apps (id, customer_id, slug, name, settings)
       SELECT gen_random_uuid(), $1, 'full-' || n, 'Full', '{}' FROM generate_series(1, $2) n`,
      [company.id, entitlements.free.apps],
    );
    expectRefusal(await company.owner.send(createApp, { body: { name: 'One more' } }), 'entitlement_reached');
  });

  it('403 a company that is not active', async () => {
    const company = await createCompany(world.app, 'pending');
    expectRefusal(await company.owner.send(createApp, { body: { name: 'Early' } }), 'customer_not_active');
  });

  it('lists by name and by beginning, page by page', async () => {
    const company = await createCompany(world.app);
    for (const name of ['Beta', 'alpha', 'Alps']) await company.owner.call(createApp, { body: { name } });
    const names = async (query: object) =>
      (await company.owner.call(listApps, { query: { sort: 'name', ...query } })).data.items.map(
        ({ name }) => name,
      );
    expect(await names({})).toEqual(['alpha', 'Alps', 'Beta']);
    expect(await names({ search: 'al' })).toEqual(['alpha', 'Alps']);
    const first = await company.owner.call(listApps, { query: { sort: 'name', limit: 2 } });
    expect(await names({ cursor: first.data.next ?? '' })).toEqual(['Beta']);
  });

  it('changes name and settings, and keeps what is not named', async () => {
    const { id } = await newApp(world);
    const settings = { path: { merge_slashes: false }, api_key: { query_param: 'key' } };
    await owner().call(updateApp, { params: { id }, body: { settings } });
    const { data } = await owner().call(updateApp, { params: { id }, body: { name: 'Renamed' } });
    expect(data).toMatchObject({
      name: 'Renamed',
      settings: { path: { merge_slashes: false }, limit_headers: true },
    });
  });

  it('publishes how many requests it may have under way', async () => {
    const published = new PublishedView();
    const app = await newApp(world);
    const settings = { ...app.settings, max_in_flight: 20 };
    const { data } = await world.company.owner.call(updateApp, {
      params: { id: app.id },
      body: { settings },
    });
    expect(data.settings.max_in_flight).toBe(20);
    await published.until(data.liveness.revision);
    expect((await published.document(`app:${app.id}`))?.content.max_in_flight).toBe(20);
    published.close();
  });

  it('deletes: hosts leave the index, the document says suspended, the slug is free again', async () => {
    const made = await newApp(world);
    await owner().call(deleteApp, { params: { id: made.id } });
    expectRefusal(await owner().send(getApp, { params: { id: made.id } }), 'not_found');
    const again = await owner().call(createApp, { body: { name: 'Again', slug: made.slug } });
    await published.until(again.data.liveness.revision);
    expect((await published.document(`app:${made.id}`))?.content.status).toBe('suspended');
    const hosts = await world.app.database.asPlatform('SELECT app_id FROM hosts WHERE host = $1', [
      `${made.slug}.localhost`,
    ]);
    expect(hosts).toEqual([{ app_id: again.data.id }]);
  });

  it('a token limited to one app sees no other and makes none', async () => {
    const [mine, other] = [await newApp(world), await newApp(world)];
    const limited = await addMember(world.app, world.company, 'owner');
    await world.app.database.asPlatform(
      'UPDATE tokens SET app_id = $1, customer_id = $2 WHERE account_id = $3',
      [mine.id, world.company.id, limited.accountId],
    );
    expect((await limited.call(listApps)).data.items.map(({ id }) => id)).toEqual([mine.id]);
    expectRefusal(await limited.send(getApp, { params: { id: other.slug } }), 'not_found');
    expectRefusal(await limited.send(createApp, { body: { name: 'More' } }), 'not_allowed');
    expectRefusal(await limited.send(deleteApp, { params: { id: other.id } }), 'not_found');
  });

  it('a token limited to one environment changes nothing that others share', async () => {
    const { id } = await newApp(world);
    const limited = await addMember(world.app, world.company, 'owner');
    await world.app.database.asPlatform("UPDATE tokens SET environment = 'staging' WHERE account_id = $1", [
      limited.accountId,
    ]);
    expectRefusal(await limited.send(updateApp, { params: { id }, body: { name: 'No' } }), 'not_allowed');
    const params = { app_id: id };
    expectRefusal(await limited.send(createKey, { params, body: { name: 'k' } }), 'not_allowed');
    const key = await limited.call(createKey, { params, body: { name: 'k', environment: 'staging' } });
    expect(key.data.secret).toMatch(/^aegis_stag_/);
  });

  it('tries an app through the gateway by its host name', async () => {
    const made = await newApp(world);
    const body = { path: '/a//b?c=%2f', headers: { 'X-API-Key': 'k' }, environment: 'staging' as const };
    const { data } = await owner().call(tryApp, { params: { id: made.id }, body });
    expect(heard.at(-1)).toEqual({
      host: `${made.slug}--staging.localhost`,
      url: '/a//b?c=%2f',
      method: 'GET',
      key: 'k',
    });
    expect(data).toMatchObject({ status: 207, truncated: true, headers: { 'x-answer': 'yes' } });
    expect(data.body).toHaveLength(64 * 1024);
  });

  it.each([
    ['a host of its own', { Host: 'other.example' }],
    ['a second header', { 'X-A': 'b\r\nX-B: c' }],
    ['a name that is none', { 'X A': 'b' }],
  ])('422 a try with %s', async (_, headers) => {
    const made = await newApp(world);
    const answer = await owner().send(tryApp, { params: { id: made.id }, body: { path: '/', headers } });
    expectRefusal(answer, 'invalid_input', `/headers/${Object.keys(headers)[0]}`);
  });

  it('says what came back from an upstream, or why nothing did', async () => {
    const { port } = gateway.address() as AddressInfo;
    const good = await owner().call(probeUpstream, { body: { url: `http://127.0.0.1:${port}/` } });
    expect(good.data).toMatchObject({ reachable: true, status: 207, tls: 'none' });
    const tls = await owner().call(probeUpstream, { body: { url: `https://127.0.0.1:${port}/` } });
    expect(tls.data).toMatchObject({
      reachable: false,
      tls: 'failed',
      cause: expect.stringContaining('TLS'),
    });
    const closed = await owner().call(probeUpstream, { body: { url: 'http://127.0.0.1:1/' } });
    expect(closed.data).toMatchObject({
      reachable: false,
      cause: expect.stringContaining('Nothing answers'),
    });
    const refused = await owner().send(probeUpstream, { body: { url: 'http://192.168.0.1/' } });
    expectRefusal(refused, 'upstream_address_refused');
  });

  it('429 too many probes', async () => {
    const company = await createCompany(world.app);
    const probe = () => company.owner.send(probeUpstream, { body: { url: 'http://127.0.0.1:1/' } });
    const answers = await Promise.all(Array.from({ length: 31 }, probe));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(1);
    for (const answer of refused) expectRefusal(answer, 'too_many_attempts');
  });

  describeRefusals(() => world, listApps);
  describeRefusals(
    () => world,
    createApp,
    () => ({ body: { name: 'Refused' } }),
  );
  describeRefusals(
    () => world,
    getApp,
    async () => ({ params: { id: (await newApp(world)).id } }),
  );
  describeRefusals(
    () => world,
    updateApp,
    async () => ({
      params: { id: (await newApp(world)).id },
      body: { name: 'Other' },
    }),
  );
  describeRefusals(
    () => world,
    deleteApp,
    async () => ({ params: { id: (await newApp(world)).id } }),
  );
  describeRefusals(
    () => world,
    probeUpstream,
    () => ({ body: { url: 'http://127.0.0.1:1/' } }),
  );
  describeRefusals(
    () => world,
    tryApp,
    async () => ({
      params: { id: (await newApp(world)).id },
      body: { path: '/' },
    }),
  );
});

describe('an app without a gateway', () => {
  it('503 a try', async () => {
    const world = await startWorld({ AEGIS_GATEWAY_INTERNAL_URL: 'http://127.0.0.1:1' });
    const { id } = await newApp(world);
    expectRefusal(
      await world.company.owner.send(tryApp, { params: { id }, body: { path: '/' } }),
      'unavailable',
    );
    await world.app.close();
  });
});
