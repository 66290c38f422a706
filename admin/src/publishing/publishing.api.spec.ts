import { createApp, createRoute, updateApp } from '@aegis/contracts';
import { gatewayKeys, parseApiKey } from '@aegis/contracts/node';
import { createCompany, type TestCompany } from '../testing/people.ts';
import { PublishedView } from '../testing/published.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { GATEWAY_SECRET } from '../testing/test-env.ts';

describe('a change on its way to Redis', () => {
  let app: TestApp;
  let company: TestCompany;
  let published: PublishedView;

  beforeAll(async () => {
    app = await startTestApp();
    company = await createCompany(app);
    published = new PublishedView();
  });
  afterAll(async () => {
    published.close();
    await app.close();
  });

  const create = async (name: string) => {
    const body = { name, upstream_url: 'http://localhost:4000/base' };
    const { data } = await company.owner.call(createApp, { body });
    await published.until(data.liveness.revision);
    return data;
  };

  it('publishes the platform’s documents and an empty host index at the first start', async () => {
    await published.until(1);
    expect((await published.document('platform:settings'))?.content).toMatchObject({
      base_domain: 'localhost',
    });
    expect((await published.document('nginx:conf'))?.content.conf).toContain('http {');
    for (let shard = 0; shard < 32; shard += 1) {
      expect(await published.document(`hosts:${shard}`)).toBeDefined();
    }
  });

  it('publishes a new app with everything that its first call needs', async () => {
    const made = await create('My Shop');
    expect(made.slug).toBe('my-shop');
    expect(made.environments.map(({ hosts }) => hosts[0])).toEqual([
      'my-shop.localhost',
      'my-shop--staging.localhost',
      'my-shop--development.localhost',
    ]);
    const app = await published.document(`app:${made.id}`);
    expect(app).toMatchObject({
      revision: made.liveness.revision,
      content: { status: 'active', slug: 'my-shop' },
    });
    const routes = await published.document(`routes:${made.id}`);
    expect(routes?.content.routes).toMatchObject([{ path: '/*', auth: 'api_key', upstream: 'default' }]);
    const upstreams = await published.document(`upstreams:${made.id}`);
    expect(upstreams?.content.environments).toMatchObject({
      production: {
        default: { targets: [{ scheme: 'http', host: 'localhost', port: 4000, path: '/base' }] },
      },
    });
    const key = parseApiKey(gatewayKeys(GATEWAY_SECRET), made.first_key ?? '');
    if (!key.ok) throw new Error('the first key is not one');
    const document = await published.document(`key:${key.hash}`);
    expect(document?.content).toMatchObject({ app_id: made.id, environment: 'production', status: 'active' });
  });

  it('touches a handful of documents with any single edit', async () => {
    const made = await create('Handful');
    const params = { app_id: made.id };
    const route = await company.owner.call(createRoute, {
      params,
      body: { name: 'orders', path: '/orders/:id' },
    });
    await published.until(route.data.liveness.revision);
    const changes = await published.changes();
    const names = changes.at(-1)?.documents.map(({ name }) => name);
    expect(names).toEqual([`routes:${made.id}`]);
    for (const change of changes.slice(1)) expect(change.documents.length).toBeLessThanOrEqual(8);
  });

  it('says in the change itself that an app is suspended', async () => {
    const made = await create('Suspended');
    const body = { status: 'suspended' as const };
    const { data } = await company.owner.call(updateApp, { params: { id: made.id }, body });
    await published.until(data.liveness.revision);
    const last = (await published.changes()).at(-1);
    expect(last?.documents).toEqual([{ name: `app:${made.id}`, fact: 'suspended' }]);
    expect((await published.document(`app:${made.id}`))?.content.status).toBe('suspended');
  });
});
