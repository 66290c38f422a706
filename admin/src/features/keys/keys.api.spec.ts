import {
  createKey,
  createLimit,
  entitlements,
  getKey,
  introspectKey,
  listAllKeys,
  listKeys,
  revokeKey,
  rotateKey,
  updateKey,
} from '@aegis/contracts';
import { gatewayKeys, parseApiKey } from '@aegis/contracts/node';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { mailsTo } from '../../testing/mails.ts';
import { createCompany } from '../../testing/people.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';
import { GATEWAY_SECRET } from '../../testing/test-env.ts';
import { ExpiringKeys } from './expiring-keys.ts';

describe('API keys', () => {
  let world: RefusalWorld;
  let published: PublishedView;
  beforeAll(async () => {
    world = await startWorld();
    published = new PublishedView();
  });
  afterAll(async () => {
    published.close();
    await world.app.close();
  });

  const params = async () => ({ app_id: (await newApp(world)).id });
  const create = async (change: object = {}) => {
    const at = await params();
    const { data } = await world.company.owner.call(createKey, {
      params: at,
      body: { name: 'A key', ...change },
    });
    return { params: { ...at, id: data.id }, data };
  };
  const documentOf = async (secret: string) => {
    const parsed = parseApiKey(gatewayKeys(GATEWAY_SECRET), secret);
    if (!parsed.ok) throw new Error('not a key');
    return (await published.document(`key:${parsed.hash}`))?.content;
  };
  const inAnHour = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);

  it('shows the secret once and publishes only its hash', async () => {
    const expires = inAnHour();
    const { data, params: at } = await create({
      environment: 'staging',
      tenant: 'acme',
      scopes: ['orders:read'],
      ip_allow: ['10.0.0.0/8'],
      expires_at: expires.toISOString(),
    });
    expect(data.secret.startsWith(data.prefix)).toBe(true);
    expect(data.secret.endsWith(data.last_four)).toBe(true);
    await published.until(data.liveness.revision);
    expect(await documentOf(data.secret)).toEqual({
      id: data.id,
      app_id: at.app_id,
      environment: 'staging',
      status: 'active',
      expires_at: expires.getTime() / 1000,
      tenant: 'acme',
      scopes: ['orders:read'],
      ip_allow: ['10.0.0.0/8'],
      limits: [],
    });
    const { data: seen } = await world.company.owner.call(getKey, { params: at });
    expect(JSON.stringify(seen)).not.toContain(data.secret);
  });

  it('is found by its owner by what it shows of itself', async () => {
    const { data } = await create({ name: 'Partner' });
    expect(data).toMatchObject({
      name: 'Partner',
      prefix: expect.stringMatching(/^aegis_prod_\w+$/),
      last_four: data.secret.slice(-4),
      created_by: world.company.owner.email,
    });
    expect(data).not.toHaveProperty('last_used_at');
  });

  it('rotates: the new key has everything of the old one, which ends after the overlap', async () => {
    const { params: of } = await create();
    const limit = { name: 'burst', amount: 10, period_ms: 60_000 };
    const { data: policy } = await world.company.owner.call(createLimit, { params: of, body: limit });
    const inherited = {
      name: 'partner',
      environment: 'staging' as const,
      tenant: 'acme',
      scopes: ['a:read'],
      limits: ['burst'],
      ip_allow: ['10.0.0.0/8'],
      expires_at: inAnHour().toISOString(),
    };
    const { data: old } = await world.company.owner.call(createKey, { params: of, body: inherited });
    const at = { ...of, id: old.id };
    const { data: fresh } = await world.company.owner.call(rotateKey, {
      params: at,
      body: { overlap_seconds: 60 },
    });
    expect(fresh).toMatchObject({ ...inherited, status: 'active' });
    expect(fresh.secret).not.toBe(old.secret);
    await published.until(fresh.liveness.revision);
    const ending = Number((await documentOf(old.secret))?.expires_at);
    expect(Math.abs(ending - (Date.now() / 1000 + 60))).toBeLessThan(30);
    expect(await documentOf(fresh.secret)).toMatchObject({
      ...{ id: fresh.id, status: 'active', tenant: 'acme', limits: [policy.id] },
      expires_at: new Date(inherited.expires_at).getTime() / 1000,
    });
  });

  it('never lets an old key live longer than it would have', async () => {
    const expires = inAnHour().toISOString();
    const { params: at } = await create({ expires_at: expires });
    await world.company.owner.call(rotateKey, { params: at, body: { overlap_seconds: 86_400 } });
    const { data } = await world.company.owner.call(getKey, { params: at });
    expect(data.expires_at).toBe(expires);
  });

  it('revokes: the change itself says so, and twice is no error', async () => {
    const { data, params: at } = await create();
    const { data: revoked } = await world.company.owner.call(revokeKey, { params: at });
    await published.until(revoked.liveness.revision);
    expect(revoked).toMatchObject({ status: 'revoked', revoked_at: expect.any(String) });
    expect(await documentOf(data.secret)).toMatchObject({ status: 'revoked' });
    const facts = (await published.changes())
      .flatMap(({ documents }) => documents)
      .filter(({ fact }) => fact);
    expect(facts.at(-1)?.fact).toBe('revoked');
    const again = await world.company.owner.call(revokeKey, { params: at });
    expect(again.data.revoked_at).toBe(revoked.revoked_at);
    expectRefusal(await world.company.owner.send(rotateKey, { params: at, body: {} }), 'conflict');
    expectRefusal(await world.company.owner.send(updateKey, { params: at, body: { name: 'x' } }), 'conflict');
  });

  it('changes what is named and removes what is null', async () => {
    const { params: at } = await create({ scopes: ['a:read'], ip_allow: ['10.0.0.1'] });
    const body = { name: 'Renamed', scopes: null };
    const { data } = await world.company.owner.call(updateKey, { params: at, body });
    expect(data).toMatchObject({ name: 'Renamed', ip_allow: ['10.0.0.1'] });
    expect(data).not.toHaveProperty('scopes');
  });

  it('tells what a key is, and nothing about keys of others', async () => {
    const { data, params: at } = await create();
    const ask = async (key: string, app_id = at.app_id) =>
      (await world.company.owner.call(introspectKey, { params: { app_id }, body: { key } })).data;
    expect(await ask(data.secret)).toMatchObject({ active: true, key: { id: data.id } });
    expect(await ask('aegis_prod_nonsense')).toEqual({ active: false, reason: 'malformed_key' });
    const wrong = `${data.secret.slice(0, -1)}${data.secret.endsWith('x') ? 'y' : 'x'}`;
    expect(await ask(wrong)).toEqual({ active: false, reason: 'malformed_key' });
    expect(await ask(data.secret, (await params()).app_id)).toEqual({ active: false, reason: 'unknown_key' });
    await world.app.database.asPlatform(
      "UPDATE api_keys SET expires_at = now() - interval '1 s' WHERE id = $1",
      [data.id],
    );
    expect(await ask(data.secret)).toMatchObject({
      active: false,
      reason: 'expired_key',
      key: { status: 'expired' },
    });
    await world.company.owner.call(revokeKey, { params: at });
    expect(await ask(data.secret)).toMatchObject({ active: false, reason: 'revoked_key' });
  });

  it('lists by status, environment and beginning of the name, of one app and of all', async () => {
    const company = await createCompany(world.app);
    const own = { ...world, company };
    const [first, second] = [await newApp(own), await newApp(own)];
    await company.owner.call(createKey, {
      params: { app_id: first.id },
      body: { name: 'Alpha', environment: 'staging' },
    });
    const { data: gone } = await company.owner.call(createKey, {
      params: { app_id: second.id },
      body: { name: 'alps' },
    });
    await company.owner.call(revokeKey, { params: { app_id: second.id, id: gone.id } });
    const all = async (query: object) =>
      (await company.owner.call(listAllKeys, { query: { sort: 'name', ...query } })).data.items.map(
        ({ name }) => name,
      );
    expect(await all({})).toEqual(['Alpha', 'alps', 'First key', 'First key']);
    expect(await all({ status: 'revoked' })).toEqual(['alps']);
    expect(await all({ environment: 'staging' })).toEqual(['Alpha']);
    expect(await all({ search: 'AL' })).toEqual(['Alpha', 'alps']);
    const { data } = await company.owner.call(listKeys, {
      params: { app_id: second.id },
      query: { limit: 1 },
    });
    expect(data.items.map(({ name }) => name)).toEqual(['alps']);
    expect(data.next).toBeDefined();
  });

  it('mails that a key was created, and once that one expires soon', async () => {
    const company = await createCompany(world.app);
    const { id } = await newApp({ ...world, company });
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const body = { name: 'Short lived', expires_at: soon };
    const { data } = await company.owner.call(createKey, { params: { app_id: id }, body });
    const subjects = async () =>
      (await mailsTo(world.app, company.owner.email)).map(({ subject }) => subject);
    expect(await subjects()).toEqual([`A new API key of Company ${company.slug}`]);
    await world.app.get(ExpiringKeys).run();
    await world.app.get(ExpiringKeys).run();
    expect((await subjects()).filter((subject) => subject.includes('expires soon'))).toHaveLength(1);
    const mails = JSON.stringify(await mailsTo(world.app, company.owner.email));
    expect(mails).not.toContain(data.secret);
  });

  it('409 more keys in force than the plan has', async () => {
    const at = await params();
    await world.app.database.asPlatform(
      `INSERT INTO api_keys (id, customer_id, app_id, environment, name, hash, prefix, last_four, limit_ids, created_by)
       SELECT gen_random_uuid(), $1, $2, 'production', 'k', 'full ' || n, 'p', 'l', '{}', 'spec'
       FROM generate_series(1, $3) n`,
      [world.company.id, at.app_id, entitlements.free.keys],
    );
    expectRefusal(
      await world.company.owner.send(createKey, { params: at, body: { name: 'x' } }),
      'entitlement_reached',
    );
  }, 60_000);

  it.each([
    ['an expiry in the past', { expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
    ['a limit that is not there', { limits: ['nothing'] }, '/limits/0'],
    ['an address that is none', { ip_allow: ['10.0.0.300'] }, '/ip_allow/0'],
    ['a scope that is none', { scopes: ['everything!'] }, '/scopes/0'],
  ])('422 %s', async (_, change, pointer) => {
    const input = { params: await params(), body: { name: 'Bad', ...change } };
    expectRefusal(await world.company.owner.send(createKey, input), 'invalid_input', pointer);
    if (pointer !== '/expires_at') return;
    const made = await create();
    expectRefusal(
      await world.company.owner.send(updateKey, { params: made.params, body: change }),
      'invalid_input',
      pointer,
    );
  });

  describeRefusals(() => world, listAllKeys);
  describeRefusals(
    () => world,
    listKeys,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createKey,
    async () => ({ params: await params(), body: { name: 'k' } }),
  );
  describeRefusals(
    () => world,
    getKey,
    async () => ({ params: (await create()).params }),
  );
  describeRefusals(
    () => world,
    updateKey,
    async () => ({ params: (await create()).params, body: { name: 'n' } }),
  );
  describeRefusals(
    () => world,
    rotateKey,
    async () => ({ params: (await create()).params, body: { overlap_seconds: 1 } }),
  );
  describeRefusals(
    () => world,
    revokeKey,
    async () => ({ params: (await create()).params }),
  );
  describeRefusals(
    () => world,
    introspectKey,
    async () => ({ params: await params(), body: { key: 'k' } }),
  );
});
