import {
  type CalloutBody,
  deleteCallout,
  getCallout,
  listCallouts,
  MAX_AUTHORIZE_PURGES,
  type PurgeBody,
  purgeDecisions,
  putCallout,
  testCallout,
} from '@aegis/contracts';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { CALLOUT_SECRET, CalloutBackend } from '../../testing/callout-backend.ts';
import { addMember } from '../../testing/people.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

interface Purge {
  generation: string;
}
interface Published {
  generation: string;
  purges: Purge[];
}

describe('the authorize callout of an environment', () => {
  let world: RefusalWorld;
  let backend: CalloutBackend;
  let url: string;
  let published: PublishedView;

  beforeAll(async () => {
    world = await startWorld({ AEGIS_UPSTREAM_ALLOW: '127.0.0.0/8' });
    published = new PublishedView();
    backend = await CalloutBackend.start();
    url = backend.url;
  });
  afterAll(async () => {
    backend.stop();
    published.close();
    await world.app.close();
  });

  const owner = () => world.company.owner;
  const place = async () => ({ app_id: (await newApp(world)).id, environment: 'production' as const });
  async function set(more: Partial<CalloutBody> = {}) {
    const params = await place();
    const { data } = await owner().call(putCallout, {
      params,
      body: { url, secret: CALLOUT_SECRET, ...more },
    });
    return { params, data };
  }
  const nameOf = ({ app_id, environment }: Awaited<ReturnType<typeof place>>) =>
    `authorize:${app_id}.${environment}`;
  async function publishedAt(params: Awaited<ReturnType<typeof place>>, revision: number | undefined) {
    await published.until(revision ?? 0);
    return (await published.document(nameOf(params)))?.content as unknown as Published;
  }

  it('is set with a secret that we make, shown once and sealed for the gateways', async () => {
    const params = await place();
    const { data, revision } = await owner().call(putCallout, { params, body: { url } });
    const { secret = '' } = data;
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(data).toMatchObject({ url, timeout_ms: 500, allow_ttl_s: 60, deny_ttl_s: 10, on_failure: 'deny' });
    const document = await publishedAt(params, revision);
    expect(document).toMatchObject({
      status: 'active',
      scheme: 'http',
      path: '/aegis/authorize',
      purges: [],
    });
    expect(JSON.stringify(document)).toContain('$sealed');
    expect(JSON.stringify(document)).not.toContain(secret);
    expect((await published.document(`app:${params.app_id}`))?.content).toMatchObject({
      callouts: ['production'],
    });
    const read = await owner().call(getCallout, { params });
    expect(JSON.stringify(read.data)).not.toContain(secret);
    const stored = await world.app.database.asPlatform(
      'SELECT secret FROM authorize_callouts WHERE app_id = $1',
      [params.app_id],
    );
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('keeps its secret through a change, and forgets what was answered before', async () => {
    const { params } = await set();
    const before = await publishedAt(
      params,
      (await owner().call(putCallout, { params, body: { url } })).revision,
    );
    const changed = await owner().call(putCallout, { params, body: { url, timeout_ms: 5_000 } });
    expect(changed.data).not.toHaveProperty('secret');
    const after = await publishedAt(params, changed.revision);
    expect(after).toMatchObject({ timeout_ms: 5_000 });
    expect(after.generation).not.toBe(before.generation);
    await owner().call(testCallout, { params, body: { permission: 'orders:read' } });
    expect(backend.isSigned).toBe(true);
  });

  it('is one per environment', async () => {
    const { params } = await set();
    await owner().call(putCallout, {
      params: { ...params, environment: 'staging' },
      body: { url: `${url}/staging` },
    });
    const { items } = (await owner().call(listCallouts, { params: { app_id: params.app_id } })).data;
    expect(items.map(({ environment }) => environment)).toEqual(['production', 'staging']);
  });

  it('is removed, which gateways are told', async () => {
    const { params } = await set();
    await owner().call(purgeDecisions, { params, body: { user: 'ann' } });
    const { revision } = await owner().call(deleteCallout, { params });
    expect(await publishedAt(params, revision)).toEqual({ status: 'none' });
    expect((await published.document(`app:${params.app_id}`))?.content).not.toHaveProperty('callouts');
    expectRefusal(await owner().send(getCallout, { params }), 'not_found');
    expectRefusal(await owner().send(purgeDecisions, { params, body: {} }), 'not_found');
    const left = await world.app.database.asPlatform('SELECT 1 FROM authorize_purges WHERE app_id = $1', [
      params.app_id,
    ]);
    expect(left).toEqual([]);
  });

  it('422 an address that may not be called', async () => {
    const body = { url: 'http://169.254.169.254/latest' };
    const refused = await owner().send(putCallout, { params: await place(), body });
    expectRefusal(refused, 'upstream_address_refused');
  });

  it.each([
    [{ secret: 'short' }, '/secret'],
    [{ secret: `${'x'.repeat(40)} y` }, '/secret'],
    [{ url: 'ftp://backend' }, '/url'],
    [{ timeout_ms: 5_001 }, '/timeout_ms'],
    [{ allow_ttl_s: 3_601 }, '/allow_ttl_s'],
    [{ on_failure: 'open' }, '/on_failure'],
  ])('422 %j', async (body, pointer) => {
    const input = { params: await place(), body: { url, ...body } };
    expectRefusal(await owner().send(putCallout, input), 'invalid_input', pointer);
  });

  it('412 a first one that somebody thinks is there', async () => {
    const input = { params: await place(), body: { url }, headers: { 'if-match': '"1"' } };
    expectRefusal(await owner().send(putCallout, input), 'edited_meanwhile');
  });

  describe('is purged', () => {
    it.each<PurgeBody>([
      { tenant: 'acme' },
      { user: 'ann' },
      { tenant: 'acme', user: 'ann' },
      { permission: 'orders.**:*' },
    ])('of %j', async (what) => {
      const { params } = await set();
      const first = await publishedAt(
        params,
        (await owner().call(purgeDecisions, { params, body: what })).revision,
      );
      expect(first.purges).toEqual([{ ...what, generation: expect.any(String) }]);
      const again = await owner().call(purgeDecisions, { params, body: what });
      const second = await publishedAt(params, again.revision);
      expect(second.purges).toHaveLength(1);
      expect(second.purges[0]?.generation).not.toBe(first.purges[0]?.generation);
      expect(second.generation).toBe(first.generation);
    });

    it('of everything, after which there is nothing else to remember', async () => {
      const { params } = await set();
      const one = await owner().call(purgeDecisions, { params, body: { user: 'ann' } });
      const before = await publishedAt(params, one.revision);
      const all = await publishedAt(
        params,
        (await owner().call(purgeDecisions, { params, body: {} })).revision,
      );
      expect(all.purges).toEqual([]);
      expect(all.generation).not.toBe(before.generation);
    });

    it('of everything, where there are more parts than a document holds', async () => {
      const { params } = await set();
      const before = await publishedAt(params, 0);
      await world.app.database.asPlatform(
        `INSERT INTO authorize_purges (app_id, environment, tenant, user_id, permission, customer_id, generation, purged_at)
         SELECT $1, 'production', '', 'user ' || n, '', $2, 'x', now() FROM generate_series(1, $3) n`,
        [params.app_id, world.company.id, MAX_AUTHORIZE_PURGES],
      );
      const last = await owner().call(purgeDecisions, { params, body: { user: 'one more' } });
      const after = await publishedAt(params, last.revision);
      expect(after.purges).toEqual([]);
      expect(after.generation).not.toBe(before?.generation);
    });

    it('and that is forgotten when the answers have ended by themselves', async () => {
      const { params } = await set();
      await owner().call(purgeDecisions, { params, body: { user: 'old' } });
      await world.app.database.asPlatform(
        `UPDATE authorize_purges SET purged_at = now() - interval '27 hours' WHERE app_id = $1`,
        [params.app_id],
      );
      const { revision } = await owner().call(purgeDecisions, { params, body: { user: 'new' } });
      expect((await publishedAt(params, revision)).purges).toMatchObject([{ user: 'new' }]);
    });

    it('by a token that may do nothing else', async () => {
      const { params } = await set();
      const token = await addMember(world.app, world.company, 'developer', ['decisions:delete']);
      expect((await token.send(purgeDecisions, { params, body: { user: 'ann' } })).status).toBe(200);
      expectRefusal(await token.send(getCallout, { params }), 'not_allowed');
      expectRefusal(await token.send(deleteCallout, { params }), 'not_allowed');
    });

    it('422 what names a permission and a user', async () => {
      const { params } = await set();
      const body = { user: 'ann', permission: 'orders:read' };
      expectRefusal(await owner().send(purgeDecisions, { params, body }), 'invalid_input', '');
    });
  });

  const good = async () => ({ params: (await set()).params });
  describeRefusals(
    () => world,
    listCallouts,
    async () => ({ params: { app_id: (await set()).params.app_id } }),
  );
  describeRefusals(() => world, getCallout, good);
  describeRefusals(
    () => world,
    putCallout,
    async () => ({ ...(await good()), body: { url } }),
  );
  describeRefusals(() => world, deleteCallout, good);
  describeRefusals(
    () => world,
    purgeDecisions,
    async () => ({ ...(await good()), body: { user: 'ann' } }),
  );
  describeRefusals(
    () => world,
    testCallout,
    async () => ({ ...(await good()), body: { permission: 'orders:read' } }),
  );
});
