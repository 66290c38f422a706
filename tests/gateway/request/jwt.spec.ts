import {
  type JwtAlgorithm,
  JwtAlgorithm as JwtAlgorithms,
  type RouteAuth,
  redisKeys,
} from '@aegis/contracts';
import { appDocument } from '../../src/gateway/documents.ts';
import {
  claims,
  forged,
  ISSUER,
  issuer,
  issuersDocument,
  publicSigner,
  type Signer,
  secretSigner,
} from '../../src/gateway/tokens.ts';
import { limit, nextId, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const now = () => Math.floor(Date.now() / 1_000);
const SECRET = 'a shared secret that is as long as the longest digest needs it to be, and more';

describe('a JSON Web Token', () => {
  let scene: Scene;
  let signer: Signer;

  beforeAll(async () => {
    const at = (path: string, auth: RouteAuth, permission?: string) =>
      route({ path, auth, ...(permission !== undefined && { permission }) });
    scene = await Scene.start({
      routes: [
        at('/*', 'jwt'),
        at('/any', 'any'),
        at('/both', 'both'),
        at('/orders', 'jwt', 'orders:read'),
        at('/both/orders', 'both', 'orders:read'),
      ],
    });
    signer = await publicSigner('RS256');
    await believe(issuer([signer.published]));
  });
  afterAll(() => scene.stop());

  const believe = (...issuers: Parameters<typeof issuersDocument>) =>
    scene.gateway.publish([issuersDocument(...issuers)]);

  const get = (token: string, path = '/', headers: Record<string, string> = {}) =>
    scene.get(path, { authorization: `Bearer ${token}`, ...headers });

  async function codeOf(
    token: string,
    path = '/',
    headers: Record<string, string> = {},
  ): Promise<string | number> {
    const before = scene.upstream.requests.length;
    const answer = await get(token, path, headers);
    if (answer.status === 200) return 200;
    expect(scene.upstream.requests.length).toBe(before);
    return (answer.json() as { code: string }).code;
  }

  describe.each(JwtAlgorithms.options)('signed with %s', (algorithm: JwtAlgorithm) => {
    it('is believed by its own key only', async () => {
      const make = (name: string) =>
        algorithm.startsWith('HS')
          ? Promise.resolve(secretSigner(scene.gateway.keys.gateway, algorithm, SECRET + name))
          : publicSigner(algorithm);
      const [own, foreign] = [await make('own'), await make('foreign')];
      await believe(issuer([own.published]));
      const token = await own.sign();
      expect(await codeOf(token)).toBe(200);
      expect(await codeOf(await foreign.sign())).toBe('invalid_token');
      const [header = '', payload = '', signature = ''] = token.split('.');
      const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      expect(await codeOf(`${header}.${payload}.${flipped}`)).toBe('invalid_token');
    });
  });

  it('is read however the header is written, and alone in it', async () => {
    await believe(issuer([signer.published]));
    const token = await signer.sign();
    const statusOf = async (authorization: string) => (await scene.get('/', { authorization })).status;
    for (const scheme of ['Bearer ', 'bearer ', 'BEARER   '])
      expect(await statusOf(scheme + token)).toBe(200);
    for (const rest of [` ${token}`, '\tx', ' x']) expect(await statusOf(`Bearer ${token}${rest}`)).toBe(401);
    expect(await statusOf('Bearer')).toBe(401);
    expect(await statusOf(`Bearer${token}`)).toBe(401);
  });

  describe('of a hostile sender', () => {
    beforeAll(() => believe(issuer([signer.published])));
    const refused = async (token: string) => {
      const answer = await get(token);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="aegis", error="invalid_token"');
      const problem = answer.json() as Record<string, unknown>;
      expect(problem.code).toBe('invalid_token');
      // Nothing tells which check it was.
      expect(JSON.stringify(problem)).not.toMatch(/signature|alg|kid|issuer|audience/i);
    };

    it('signed with the public key as HMAC secret is refused', async () => {
      await refused(forged({ alg: 'HS256', typ: 'JWT' }, claims(), signer.published.pem ?? ''));
    });
    it.each(['none', 'None', 'NONE', ''])('with the algorithm %p is refused', async (alg) => {
      const [header = '', payload = ''] = forged({ alg }, claims()).split('.');
      await refused(`${header}.${payload}.`);
      await refused(forged({ alg }, claims()));
    });
    it.each([
      ['its own key', { jwk: { kty: 'oct', k: 'eA' } }],
      ['the address of its key', { jku: 'http://evil.example/jwks.json' }],
      ['the address of its certificate', { x5u: 'http://evil.example/cert.pem' }],
      ['an extension that must be understood', { crit: ['exp'] }],
      ['another type', { typ: 'JOSE' }],
      ['a token inside', { cty: 'JWT' }],
    ])('that brings %s is refused', async (_, header) => {
      await refused(await signer.sign({}, header).catch(() => forged({ alg: 'RS256', ...header }, claims())));
    });
    it('that names a claim twice is refused, also when one is spelled with escapes', async () => {
      const shared = secretSigner(scene.gateway.keys.gateway, 'HS256', SECRET);
      await believe(issuer([shared.published]));
      const text = JSON.stringify(claims()).slice(0, -1);
      const signed = (payload: string) => forged({ alg: 'HS256' }, payload, SECRET);
      expect(await codeOf(signed(`${text},"nested":{"sub":"root"}}`))).toBe(200);
      await refused(signed(`${text},"sub":"root"}`));
      await refused(signed(`${text},"s\\u0075b":"root"}`));
      await refused(signed(`${text},"nested":{"a":1,"a":2}}`));
      await believe(issuer([signer.published]));
    });
    it('with padding, other alphabets or stray bits is refused', async () => {
      const token = await signer.sign();
      const [header = '', payload = '', signature = ''] = token.split('.');
      for (const text of [
        `${token}=`,
        `${header}.${payload}`,
        `${token}.x`,
        `${header}=.${payload}.${signature}`,
      ]) {
        await refused(text);
      }
      const last = signature.at(-1) ?? '';
      const stray = String.fromCharCode(last.charCodeAt(0) + 1);
      await refused(
        signature.slice(0, -1) === '' ? token : `${header}.${payload}.${signature.slice(0, -1)}${stray}`,
      );
    });
    it('of 8 KiB of nonsense is refused', async () => {
      await refused('x'.repeat(8_192));
      await refused(`${'a'.repeat(4_000)}.${'b'.repeat(4_000)}.c`);
      await refused(await signer.sign({ filler: 'x'.repeat(7_000) }));
    });
    it('of an unknown issuer, or of another app with the same kid, is refused', async () => {
      await refused(await signer.sign({ iss: 'https://evil.example' }));
      const own = await publicSigner('RS256', 'k1');
      const foreign = await publicSigner('RS256', 'k1');
      await believe(issuer([own.published]));
      expect(await codeOf(await own.sign())).toBe(200);
      await refused(await foreign.sign());
      await believe(issuer([signer.published]));
    });
  });

  describe('by what it says', () => {
    beforeAll(() => believe(issuer([signer.published])));

    it('tells the upstream who calls, and stays with the request', async () => {
      const token = await signer.sign({ roles: ['viewer', 'editor'] });
      expect(await codeOf(token)).toBe(200);
      expect(scene.upstream.requests.at(-1)?.headers).toMatchObject({
        'x-aegis-tenant': 'acme',
        'x-aegis-user': 'ann',
        'x-aegis-roles': 'viewer,editor',
        authorization: `Bearer ${token}`,
      });
    });
    it('ends, begins and was issued within the leeway', async () => {
      expect(await codeOf(await signer.sign({ exp: now() - 30 }))).toBe(200);
      expect(await codeOf(await signer.sign({ exp: now() - 61 }))).toBe('expired_token');
      expect(await codeOf(await signer.sign({ nbf: now() + 30 }))).toBe(200);
      expect(await codeOf(await signer.sign({ nbf: now() + 90 }))).toBe('invalid_token');
      expect(await codeOf(await signer.sign({ iat: now() + 90 }))).toBe('invalid_token');
      expect(await codeOf(await signer.sign({ exp: undefined }))).toBe('invalid_token');
      expect(await codeOf(await signer.sign({ exp: 'tomorrow' as unknown as number }))).toBe('invalid_token');
    });
    it('is for the audience', async () => {
      await believe(issuer([signer.published], { audiences: ['shop', 'desk'] }));
      expect(await codeOf(await signer.sign({ aud: 'shop' }))).toBe(200);
      expect(await codeOf(await signer.sign({ aud: ['other', 'desk'] }))).toBe(200);
      expect(await codeOf(await signer.sign({ aud: 'other' }))).toBe('invalid_token');
      expect(await codeOf(await signer.sign())).toBe('invalid_token');
    });
    it('has every claim that is required', async () => {
      await believe(issuer([signer.published], { required_claims: ['exp', 'email'] }));
      expect(await codeOf(await signer.sign({ email: 'ann@acme.example' }))).toBe(200);
      expect(await codeOf(await signer.sign())).toBe('invalid_token');
    });
    it('finds the identity where the issuer says, also nested and under names with dots', async () => {
      const at = { tenant: 'org.id', user: 'https://id.example/uid', roles: 'realm.roles', scopes: 'scp' };
      await believe(issuer([signer.published], { claims: at }));
      const token = await signer.sign({
        org: { id: 'globex' },
        'https://id.example/uid': 'u-7',
        realm: { roles: ['a,b', 'c'] },
        scp: ['orders:read'],
      });
      expect(await codeOf(token, '/orders')).toBe(200);
      expect(scene.upstream.requests.at(-1)?.headers).toMatchObject({
        'x-aegis-tenant': 'globex',
        'x-aegis-user': 'u-7',
        'x-aegis-roles': 'c',
      });
    });
    it('that names a tenant no header can carry is refused', async () => {
      await believe(issuer([signer.published]));
      expect(await codeOf(await signer.sign({ tenant_id: 'acme\r\nX-Admin: 1' }))).toBe('invalid_token');
      expect(await codeOf(await signer.sign({ tenant_id: { id: 1 } }))).toBe('invalid_token');
    });
    it('may do what its scopes say, and nothing that demands more', async () => {
      expect(await codeOf(await signer.sign({ scope: 'openid orders:*' }), '/orders')).toBe(200);
      expect(await codeOf(await signer.sign({ scope: 'openid' }), '/orders')).toBe('permission_denied');
      expect(await codeOf(await signer.sign({ scope: 'orders:* !orders:read' }), '/orders')).toBe(
        'permission_denied',
      );
    });
  });

  describe('that was believed before', () => {
    it.each([
      ['its id', (jti: string) => ({ tokens: [jti], users: {} })],
      ['its user', () => ({ tokens: [], users: { ann: now() + 1 } })],
      ['the moment it was issued', () => ({ tokens: [], users: {}, before: now() + 1 })],
    ])('is refused as soon as it is revoked by %s', async (_, revoked) => {
      const jti = nextId();
      const token = await signer.sign({ jti });
      await believe(issuer([signer.published]));
      expect(await codeOf(token)).toBe(200);
      await believe(issuer([signer.published], { revoked: revoked(jti) }));
      expect(await codeOf(token)).toBe('revoked_token');
    });
    it('is refused as soon as it has ended', async () => {
      await believe(issuer([signer.published], { leeway_s: 0 }));
      const token = await signer.sign({ exp: now() + 3 });
      expect(await codeOf(token)).toBe(200);
      await until(async () => (await codeOf(token)) === 'expired_token', 'its end');
      await believe(issuer([signer.published]));
    });
    it('is refused when its key leaves, while the new key’s tokens pass', async () => {
      const [old, next] = [await publicSigner('ES256', 'old'), await publicSigner('ES256', 'new')];
      await believe(issuer([old.published]));
      const token = await old.sign();
      expect(await codeOf(token)).toBe(200);
      await believe(issuer([old.published, next.published]));
      expect([await codeOf(token), await codeOf(await next.sign())]).toEqual([200, 200]);
      await believe(issuer([next.published]));
      expect(await codeOf(token)).toBe('invalid_token');
    });
  });

  describe('beside an API key', () => {
    beforeAll(() => believe(issuer([signer.published])));

    it('is one of two ways in where the route takes any', async () => {
      const key = await scene.publishKey();
      expect((await scene.get('/any', { 'x-api-key': key })).status).toBe(200);
      expect(await codeOf(await signer.sign(), '/any')).toBe(200);
      expect(((await scene.get('/any')).json() as { code: string }).code).toBe('missing_credentials');
      expect(await codeOf('nonsense', '/any', { 'x-api-key': key })).toBe('invalid_token');
    });
    it('is asked for too where the route wants both, of the same tenant', async () => {
      const bound = await scene.publishKey({ tenant: 'globex' });
      const free = await scene.publishKey();
      const token = await signer.sign();
      expect(await codeOf(token, '/both')).toBe('missing_credentials');
      expect(((await scene.get('/both', { 'x-api-key': free })).json() as { code: string }).code).toBe(
        'missing_credentials',
      );
      expect(await codeOf(token, '/both', { 'x-api-key': free })).toBe(200);
      expect(await codeOf(token, '/both', { 'x-api-key': bound })).toBe('tenant_mismatch');
    });
    it('may do no more than the key’s scopes', async () => {
      const token = await signer.sign({ scope: 'orders:read' });
      const narrow = await scene.publishKey({ scopes: ['invoices:*'] });
      const wide = await scene.publishKey({ scopes: ['orders.**:*'] });
      expect(await codeOf(token, '/both/orders', { 'x-api-key': wide })).toBe(200);
      expect(await codeOf(token, '/both/orders', { 'x-api-key': narrow })).toBe('permission_denied');
    });
  });

  it('with an unknown kid has the key set asked for once, however many bring how many', async () => {
    const followed = await publicSigner('ES256', 'known');
    await believe(issuer([followed.published], { refreshable: true }));
    const kids = ['one', 'one', 'two', 'three', 'four'];
    const tokens = await Promise.all(kids.map((kid) => followed.sign({}, { kid })));
    const codes = await Promise.all(tokens.map((token) => codeOf(token)));
    expect(new Set(codes)).toEqual(new Set(['invalid_token']));
    expect(await codeOf(await followed.sign({}, { kid: 'five' }))).toBe('invalid_token');
    expect(await scene.gateway.redis.client.xlen(redisKeys.refreshes)).toBe(1);
    await believe(issuer([signer.published]));
  });

  it('is counted by its user where a limit says so', async () => {
    await believe(issuer([signer.published]));
    const policy = limit({ store: 'local', amount: 1, by: ['user'] });
    await scene.gateway.publish([
      appDocument({ limits: { [policy.id]: policy }, applied_limits: [policy.id] }),
    ]);
    const [phone, desk] = [await signer.sign({ jti: 'phone' }), await signer.sign({ jti: 'desk' })];
    expect([await codeOf(phone), await codeOf(desk)]).toEqual([200, 'rate_limited']);
    expect(await codeOf(await signer.sign({ sub: 'bob' }))).toBe(200);
    await scene.gateway.publish([appDocument()]);
  });

  it('is believed by each of several issuers for its own tokens only', async () => {
    const other = await publicSigner('EdDSA');
    await believe(
      issuer([signer.published]),
      issuer([other.published], { issuer: `${ISSUER}/two`, name: 'two' }),
    );
    expect(await codeOf(await signer.sign())).toBe(200);
    expect(await codeOf(await other.sign({ iss: `${ISSUER}/two` }))).toBe(200);
    expect(await codeOf(await other.sign())).toBe('invalid_token');
  });
});
