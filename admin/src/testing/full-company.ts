import {
  createApp,
  createKey,
  createLimit,
  createQuota,
  createRole,
  createRoute,
  createTenantTier,
  createToken,
  inviteMember,
  listUpstreams,
  type Operation,
  putTenant,
  uploadCertificate,
} from '@aegis/contracts';
import { newId } from '../platform/ids.ts';
import { RedisClients } from '../platform/redis/redis.ts';
import { makeCertificate } from './certificates.ts';
import { addMember, type TestCompany } from './people.ts';
import { keepSample, sampleOf } from './samples.ts';
import type { TestApp } from './test-app.ts';

/** The ids of a company that has one of everything. */
export interface KnownIds {
  /** The id that an operation's parameter asks for. */
  param: (operation: Operation, name: string) => string;
  /** Texts that only this company's rows hold. */
  marks: string[];
}

const MARK = 'the-victims-own';

export async function fillCompany(app: TestApp, company: TestCompany): Promise<KnownIds> {
  const { owner } = company;
  const body = { name: `${MARK} app`, upstream_url: 'http://127.0.0.1:9' };
  const { data: shop, revision } = await owner.call(createApp, { body });
  const params = { app_id: shop.id };
  const upstreams = (await owner.call(listUpstreams, { params })).data;
  const limit = { name: MARK, amount: 10, period_ms: 60_000 };
  const certificate = await makeCertificate({ names: shop.environments.flatMap(({ hosts }) => hosts) });
  const known: Record<string, string> = {
    apps: shop.id,
    upstreams: upstreams.items[0]?.id ?? '',
    limits: await madeId(owner.send(createLimit, { params, body: limit })),
    quotas: await madeId(owner.send(createQuota, { params, body: { name: MARK, amount: 10 } })),
    routes: await madeId(owner.send(createRoute, { params, body: { name: MARK, path: `/${MARK}` } })),
    keys: await madeId(owner.send(createKey, { params, body: { name: `${MARK} key` } })),
    roles: await madeId(owner.send(createRole, { params, body: { name: MARK } })),
    tenant_tiers: await madeId(owner.send(createTenantTier, { params, body: { name: MARK } })),
    certificates: await madeId(
      owner.send(uploadCertificate, {
        params,
        body: { chain: certificate.pem, private_key: certificate.key },
      }),
    ),
    certificate_orders: await insertOrder(app, company, shop.id),
    tokens: await madeId(
      owner.send(createToken, { body: { name: `${MARK} token`, scopes: ['routes:read'] } }),
    ),
    invitations: await madeId(
      owner.send(inviteMember, { body: { email: `${MARK}@example.test`, role: 'viewer' } }),
    ),
    members: (await addMember(app, company, 'viewer')).accountId,
    sessions: await insertSession(app, owner.accountId),
    revisions: String(revision),
  };
  const request_id = 'victim-request-1';
  await keepSample(app.get(RedisClients).state, shop.id, sampleOf({ request_id, path: `/${MARK}` }));
  const tenant = { tier: MARK, users: [{ id: MARK, roles: [MARK] }] };
  await owner.call(putTenant, { params: { ...params, tenant: MARK }, body: tenant });
  return {
    marks: [MARK, shop.id, owner.email],
    param: (operation, name) => {
      if (name === 'app_id') return shop.id;
      if (name === 'request_id') return request_id;
      // What the customer itself gave a name is asked for by that.
      if (['tenant', 'user', 'role'].includes(name)) return MARK;
      if (name === 'environment') return 'production';
      const [feature = ''] = operation.id.split('.');
      return known[feature] ?? shop.id;
    },
  };
}

async function madeId(answer: ReturnType<TestCompany['owner']['send']>): Promise<string> {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`filling the company answered ${status} ${JSON.stringify(body)}`);
  return (body as { id: string }).id;
}

async function insertSession(app: TestApp, accountId: string): Promise<string> {
  const id = newId();
  await app.database.asPlatform(
    `INSERT INTO sessions (id, account_id, token_hash, ip, user_agent, expires_at)
     VALUES ($1, $2, $3, '', '', now() + interval '1 day')`,
    [id, accountId, `hash of ${id}`],
  );
  return id;
}

/** Without an authority nobody works it off. */
async function insertOrder(app: TestApp, company: TestCompany, appId: string): Promise<string> {
  const id = newId();
  await app.database.asPlatform(
    'INSERT INTO certificate_orders (id, customer_id, app_id, hosts) VALUES ($1, $2, $3, $4)',
    [id, company.id, appId, [`${MARK}.example`]],
  );
  return id;
}
