import {
  createApp,
  createKey,
  createLimit,
  createRoute,
  createUpstream,
  resumeCustomer,
  suspendCustomer,
  updateApp,
} from '@aegis/contracts';
import { gatewayKeys, parseApiKey } from '@aegis/contracts/node';
import { createCompany, createOperatorAccount, type TestCompany } from '../testing/people.ts';
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
    const { owner } = company;
    const made = await create('Handful');
    const params = { app_id: made.id };
    /** Documents of the change that an edit makes. */
    const touched = async (edit: () => Promise<{ revision?: number | undefined }>) => {
      const { revision = 0 } = await edit();
      await published.until(revision);
      const change = (await published.changes()).find((each) => each.revision === revision);
      return change?.documents.map(({ name }) => name.split(':')[0]).sort();
    };
    expect(await touched(() => owner.call(createRoute, { params, body: { name: 'r', path: '/r' } }))).toEqual(
      ['routes'],
    );
    const limit = { name: 'l', amount: 1, period_ms: 1_000 };
    expect(await touched(() => owner.call(createLimit, { params, body: limit }))).toEqual(['app']);
    const upstream = { environment: 'staging' as const, targets: [{ url: 'http://localhost:1' }] };
    expect(await touched(() => owner.call(createUpstream, { params, body: upstream }))).toEqual([
      'upstreams',
    ]);
    expect(await touched(() => owner.call(createKey, { params, body: { name: 'k' } }))).toEqual(['key']);
    const settings = { settings: { path: {}, api_key: {} } };
    expect(await touched(() => owner.call(updateApp, { params: { id: made.id }, body: settings }))).toEqual([
      'app',
    ]);
    const all = (await published.changes()).slice(1).map(({ documents }) => documents.length);
    // A new app is the largest: three hosts, app, routes, upstreams, issuers, key.
    expect(Math.max(...all)).toBeLessThanOrEqual(8);
  });

  it('stops every app of a suspended company at once, and lets them run again', async () => {
    const operator = await createOperatorAccount(app, 'owner');
    const suspended = await createCompany(app);
    const { data: made } = await suspended.owner.call(createApp, { body: { name: 'Company stops' } });
    await published.until(made.liveness.revision);
    const stop = await operator.call(suspendCustomer, { params: { id: suspended.id }, body: {} });
    await published.until(stop.revision ?? Number.NaN);
    expect((await published.changes()).at(-1)?.documents).toEqual([
      { name: `app:${made.id}`, fact: 'suspended' },
    ]);
    expect((await published.document(`app:${made.id}`))?.content.status).toBe('suspended');
    const go = await operator.call(resumeCustomer, { params: { id: suspended.id }, body: {} });
    await published.until(go.revision ?? Number.NaN);
    expect((await published.changes()).at(-1)?.documents).toEqual([{ name: `app:${made.id}` }]);
    expect((await published.document(`app:${made.id}`))?.content.status).toBe('active');
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
