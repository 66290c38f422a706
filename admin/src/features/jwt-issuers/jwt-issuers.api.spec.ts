import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  createJwtIssuer,
  deleteJwtIssuer,
  getJwtIssuer,
  type JwtKeySource,
  listJwtIssuers,
  replaceJwtIssuer,
  revokeJwt,
} from '@aegis/contracts';
import { waitUntil } from '@aegis/stack';
import { newApp, startWorld } from '../../testing/api-world.ts';
import { PublishedView } from '../../testing/published.ts';
import { describeRefusals, expectRefusal, type RefusalWorld } from '../../testing/refusals.ts';

type Source = Parameters<typeof JwtKeySource.parse>[0];

const { publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' };
const secret = 'a shared secret of an identity provider';

describe('identity providers', () => {
  let world: RefusalWorld;
  let provider: Server;
  let issuer: string;
  let answer: (path: string) => [number, unknown];

  beforeAll(async () => {
    world = await startWorld({ AEGIS_UPSTREAM_ALLOW: '127.0.0.0/8' });
    provider = createServer((request, response) => {
      const [status, body] = answer(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const address = provider.address();
    issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  beforeEach(() => {
    answer = (path) =>
      path === '/keys' ? [200, { keys: [jwk] }] : [200, { issuer, jwks_uri: `${issuer}/keys` }];
  });
  afterAll(async () => {
    provider.close();
    await world.app.close();
  });

  const eddsa = ['EdDSA' as const];
  const bodyOf = (source: Source = { kind: 'public_key', pem, algorithms: eddsa }) => ({
    name: 'main',
    issuer,
    source,
  });
  const params = async () => ({ app_id: (await newApp(world)).id });
  const create = async (source?: Source) => {
    const at = await params();
    const { data } = await world.company.owner.call(createJwtIssuer, {
      params: at,
      body: bodyOf(source) as never,
    });
    return { ...at, id: data.id };
  };

  it.each([
    ['a public key', () => ({ kind: 'public_key', pem, kid: 'one', algorithms: eddsa })],
    ['a key set', () => ({ kind: 'jwks', keys: [jwk], algorithms: eddsa })],
    ['the address of a key set', () => ({ kind: 'jwks_url', url: `${issuer}/keys`, algorithms: eddsa })],
    ['discovery', () => ({ kind: 'discovery', algorithms: eddsa })],
  ])('are believed by %s, which gateways get as PEM', async (_, source) => {
    const published = new PublishedView();
    const at = await params();
    const { data } = await world.company.owner.call(createJwtIssuer, {
      params: at,
      body: bodyOf(source()) as never,
    });
    expect(data.keys).toEqual([{ kid: 'one', algorithms: ['EdDSA'] }]);
    await published.until(data.liveness.revision);
    expect((await published.document(`issuers:${at.app_id}`))?.content).toMatchObject({
      issuers: [{ issuer, keys: [{ kid: 'one', algorithms: ['EdDSA'], pem }] }],
    });
    published.close();
  });

  it('keep a shared secret to themselves: sealed in the document, absent from every answer', async () => {
    const published = new PublishedView();
    const at = await create({ kind: 'secret', secret });
    const { data, etag } = await world.company.owner.call(getJwtIssuer, { params: at });
    expect(JSON.stringify(data)).not.toContain(secret);
    await published.until(data.liveness.revision);
    const document = JSON.stringify((await published.document(`issuers:${at.app_id}`))?.content);
    expect(document).toContain('$sealed');
    expect(document).not.toContain(secret);
    expect(document).not.toContain(Buffer.from(secret).toString('base64url'));
    published.close();
    const kept = { ...bodyOf({ kind: 'secret' }), leeway_s: 5 };
    const changed = await world.company.owner.call(replaceJwtIssuer, {
      params: at,
      body: kept as never,
      ...(etag && { ifMatch: etag }),
    });
    expect(changed.data).toMatchObject({ leeway_s: 5, keys: [{ algorithms: ['HS256'] }] });
  });

  it('keep their key through a change that does not name it, unless its algorithms change', async () => {
    const at = await create({ kind: 'public_key', pem, kid: 'one', algorithms: eddsa });
    const change = (algorithms: string[]) =>
      world.company.owner.send(replaceJwtIssuer, {
        params: at,
        body: { ...bodyOf({ kind: 'public_key', algorithms } as Source), leeway_s: 5 } as never,
      });
    expectRefusal(await change(['EdDSA', 'RS256']), 'invalid_input', '/source');
    expect((await change(eddsa)).status).toBe(200);
    const { data } = await world.company.owner.call(getJwtIssuer, { params: at });
    expect(data).toMatchObject({ leeway_s: 5, keys: [{ kid: 'one', algorithms: ['EdDSA'] }] });
  });

  it.each([
    ['a secret that is missing', { kind: 'secret' }, 'the secret is missing'],
    ['a key that is missing', { kind: 'public_key', algorithms: eddsa }, 'the key is missing'],
    ['a secret too short for the digest', { kind: 'secret', secret, algorithms: ['HS512'] }, 'needs 64'],
    ['a key of another kind', { kind: 'public_key', pem, algorithms: ['RS256'] }, 'EdDSA only'],
    [
      'an empty key set',
      { kind: 'jwks', keys: [{ kty: 'oct', k: 'eA' }], algorithms: eddsa },
      'no key to check',
    ],
  ])('422 %s', async (_, source, why) => {
    const input = { params: await params(), body: bodyOf(source as Source) as never };
    const refused = await world.company.owner.send(createJwtIssuer, input);
    expectRefusal(refused, 'invalid_input', '/source');
    expect(JSON.stringify(refused.problem.errors)).toContain(why);
  });

  it.each([
    ['answers an error', () => [500, {}] as [number, unknown], 'answered 500'],
    ['answers something else', () => [200, 'hello'] as [number, unknown], 'something else'],
    [
      'names another issuer',
      () => [200, { issuer: 'https://evil.example', jwks_uri: issuer }] as [number, unknown],
      'belongs to',
    ],
  ])('422 a provider that %s', async (_, how, why) => {
    answer = how;
    const input = { params: await params(), body: bodyOf({ kind: 'discovery', algorithms: eddsa }) as never };
    const refused = await world.company.owner.send(createJwtIssuer, input);
    expectRefusal(refused, 'invalid_input', '/source');
    expect(JSON.stringify(refused.problem.errors)).toContain(why);
  });

  it('422 a key set at an address that the policy closes', async () => {
    const source = { kind: 'jwks_url', url: 'http://169.254.169.254/keys', algorithms: eddsa };
    const input = { params: await params(), body: bodyOf(source as Source) as never };
    const refused = await world.company.owner.send(createJwtIssuer, input);
    expectRefusal(refused, 'invalid_input', '/source');
    expect(JSON.stringify(refused.problem.errors)).toContain('AEGIS_UPSTREAM_ALLOW');
  });

  it('409 the name or the issuer of another one', async () => {
    const at = await create();
    const again = (body: object) =>
      world.company.owner.send(createJwtIssuer, { params: { app_id: at.app_id }, body: body as never });
    expectRefusal(await again({ ...bodyOf(), issuer: 'https://other.example' }), 'conflict');
    expectRefusal(await again({ ...bodyOf(), name: 'other' }), 'conflict');
  });

  it.each([
    [{ what: 'token', token_id: 'j-1' }, { tokens: ['j-1'] }],
    [{ what: 'user', user: 'ann' }, { users: { ann: expect.any(Number) } }],
    [{ what: 'everything' }, { before: expect.any(Number) }],
  ])('publish the revocation %j', async (body, revoked) => {
    const published = new PublishedView();
    const at = await create();
    const { data } = await world.company.owner.call(revokeJwt, { params: at, body: body as never });
    await published.until(data.liveness.revision);
    expect((await published.document(`issuers:${at.app_id}`))?.content).toMatchObject({
      issuers: [{ revoked }],
    });
    published.close();
  });

  it('are followed: a new key set replaces the old one, and a provider that is away keeps the last', async () => {
    const at = await create({ kind: 'jwks_url', url: `${issuer}/keys`, algorithms: eddsa });
    const next = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    const due = () =>
      world.app.database.asPlatform(
        `UPDATE jwt_issuers SET next_fetch_at = now() - interval '1 second' WHERE id = $1`,
        [at.id],
      );
    const seen = async () => (await world.company.owner.call(getJwtIssuer, { params: at })).data;
    answer = () => [200, { keys: [{ ...next, kid: 'two' }] }];
    await due();
    await waitUntil('the new key', async () => (await seen()).keys[0]?.kid === 'two');
    answer = () => [503, {}];
    await due();
    await waitUntil(
      'the problem',
      async () => (await seen()).fetch_problem?.includes('answered 503') ?? false,
    );
    expect((await seen()).keys[0]?.kid).toBe('two');
  });

  it('are removed', async () => {
    const at = await create();
    await world.company.owner.call(deleteJwtIssuer, { params: at });
    expectRefusal(await world.company.owner.send(getJwtIssuer, { params: at }), 'not_found');
  });

  const body = bodyOf;
  describeRefusals(
    () => world,
    listJwtIssuers,
    async () => ({ params: await params() }),
  );
  describeRefusals(
    () => world,
    createJwtIssuer,
    async () => ({ params: await params(), body: body() }),
  );
  describeRefusals(
    () => world,
    getJwtIssuer,
    async () => ({ params: await create() }),
  );
  describeRefusals(
    () => world,
    replaceJwtIssuer,
    async () => ({ params: await create(), body: body() }),
  );
  describeRefusals(
    () => world,
    deleteJwtIssuer,
    async () => ({ params: await create() }),
  );
  describeRefusals(
    () => world,
    revokeJwt,
    async () => ({ params: await create(), body: { what: 'everything' } }),
  );
});
