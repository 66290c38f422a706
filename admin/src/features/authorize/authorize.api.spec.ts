import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
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
import { addMember } from '../../testing/people.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

const SECRET = 'a-secret-of-the-backend-long-enough-for-us';

interface Purge {
  generation: string;
}
interface Published {
  generation: string;
  purges: Purge[];
}

describe('the authorize callout of an environment', () => {
  let world: RefusalWorld;
  let backend: Server;
  let url: string;
  let published: PublishedView;
  let asked: { headers: IncomingMessage['headers']; body: string }[];
  let answer: (body: string) => [number, string, Record<string, string>?];

  beforeAll(async () => {
    world = await startWorld({ AEGIS_UPSTREAM_ALLOW: '127.0.0.0/8' });
    published = new PublishedView();
    backend = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push({ headers: request.headers, body });
      const [status, text, headers] = answer(body);
      response.writeHead(status, headers).end(text);
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const address = backend.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/aegis/authorize`;
  });
  beforeEach(() => {
    asked = [];
    answer = () => [200, '{"allowed":true}'];
  });
  afterAll(async () => {
    backend.close();
    published.close();
    await world.app.close();
  });

  const owner = () => world.company.owner;
  const place = async () => ({ app_id: (await newApp(world)).id, environment: 'production' as const });
  async function set(more: Partial<CalloutBody> = {}) {
    const params = await place();
    const { data } = await owner().call(putCallout, { params, body: { url, secret: SECRET, ...more } });
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
    expect(isSigned(asked[0])).toBe(true);
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

  describe('is tried', () => {
    const body = {
      permission: 'orders.42:read',
      tenant_id: 'acme',
      user_id: 'ann',
      method: 'POST' as const,
      path: '/orders/42',
      params: { id: '42' },
      roles: ['clerk'],
    };
    const ask = async (settings: Partial<CalloutBody> = {}) => {
      const { params } = await set({ timeout_ms: 5_000, ...settings });
      return (await owner().call(testCallout, { params, body })).data;
    };

    it('with the question that a gateway would ask, signed', async () => {
      answer = () => [200, '{"allowed":false,"reason":"no","ttl":7,"permissions":["orders:write"]}'];
      const result = await ask();
      expect(result).toMatchObject({
        verdict: 'denied',
        reason: 'no',
        ttl_s: 7,
        permissions: ['orders:write'],
        answer: { status: 200 },
      });
      expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
        tenant_id: 'acme',
        user_id: 'ann',
        resource: 'orders.42',
        action: 'read',
        method: 'POST',
        path: '/orders/42',
        params: { id: '42' },
        roles: ['clerk'],
        app: expect.any(String),
        environment: 'production',
        request_id: expect.any(String),
      });
      expect(result.request.body).toBe(asked[0]?.body);
      expect(result.request.headers['aegis-signature']).toBe(asked[0]?.headers['aegis-signature']);
      expect(isSigned(asked[0])).toBe(true);
    });

    it.each<[string, [number, string, Record<string, string>?], string]>([
      ['an error', [500, '{"allowed":true}'], 'it answered 500'],
      ['a redirect', [302, '', { location: 'http://127.0.0.1:9/' }], 'it answered 302'],
      ['no JSON', [200, 'yes'], 'no JSON object'],
      ['a list', [200, '[]'], 'no JSON object'],
      ['no decision', [200, '{}'], 'lacks `allowed`'],
      ['a time that is none', [200, '{"allowed":true,"ttl":"1"}'], '`ttl`'],
      ['no permissions', [200, '{"allowed":true,"permissions":["orders"]}'], '`permissions`'],
      ['two things at once', [200, '{"allowed":true,"permissions":["!orders.*:*"]}'], 'say otherwise'],
      ['too much', [200, `{"allowed":true,"x":"${'x'.repeat(70_000)}"}`], 'larger than 65536'],
      ['an encoding', [200, '{"allowed":true}', { 'content-encoding': 'gzip' }], 'encoded'],
    ])('and answers %s: failed, with the reason', async (_, said, problem) => {
      answer = () => said;
      const result = await ask();
      expect(result.verdict).toBe('failed');
      expect(result.problem).toContain(problem);
    });

    it.each<[string, Record<string, string>, number]>([
      ['max-age', { 'cache-control': 'private, max-age=30' }, 30],
      ['a very long max-age', { 'cache-control': 'max-age=99999' }, 3_600],
      ['no-store', { 'cache-control': 'no-store' }, 0],
      ['nothing', {}, 60],
    ])('and says by %s how long it is good for', async (_, headers, ttl_s) => {
      answer = () => [200, '{"allowed":true}', headers];
      expect(await ask()).toMatchObject({ verdict: 'allowed', ttl_s });
    });

    it('and does not answer in time', async () => {
      const silent = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const address = silent.address();
      const at = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
      expect(await ask({ url: at, timeout_ms: 50 })).toMatchObject({
        verdict: 'failed',
        problem: 'it did not answer in time',
      });
      silent.closeAllConnections();
      silent.close();
    });
  });

  const isSigned = (one: (typeof asked)[number] | undefined) => {
    const header = String(one?.headers['aegis-signature']);
    const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    return mac === createHmac('sha256', SECRET).update(`${time}.${one?.body}`).digest('hex');
  };

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
