import { appDocument } from '../../src/gateway/documents.ts';
import { nextId, route, routesDocument, Scene, STAGING_HOST } from '../../src/gateway/traffic.ts';

describe('an API key', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ routes: [route({ auth: 'api_key' })] });
  });
  afterAll(() => scene.stop());

  async function refusal(headers: Record<string, string | string[]>, path = '/') {
    const answer = await scene.get(path, headers);
    const { code } = answer.json() as { code: string };
    return { status: answer.status, code, challenge: answer.headers['www-authenticate'] };
  }

  const unauthorized = (code: string) => ({
    status: 401,
    code,
    challenge: 'Bearer realm="aegis", error="invalid_token"',
  });

  it('passes as X-API-Key and as bearer token, and never reaches the upstream', async () => {
    const key = await scene.publishKey();
    for (const headers of [{ 'X-API-Key': key }, { Authorization: `Bearer ${key}` }]) {
      expect((await scene.get('/', headers)).status).toBe(200);
      expect(JSON.stringify(scene.upstream.requests.at(-1)?.rawHeaders)).not.toContain(key);
    }
  });

  it('leaves a bearer token of somebody else to the backend', async () => {
    const key = await scene.publishKey();
    await scene.get('/', { 'X-API-Key': key, Authorization: 'Bearer theirs' });
    expect(scene.upstream.requests.at(-1)?.headers.authorization).toBe('Bearer theirs');
  });

  it('is asked for where none is sent', async () => {
    expect(await refusal({})).toEqual({
      status: 401,
      code: 'missing_credentials',
      challenge: 'Bearer realm="aegis"',
    });
    expect((await refusal({ Authorization: 'Bearer theirs' })).code).toBe('missing_credentials');
  });

  it('with a wrong character is malformed, and so is anything else that is no key', async () => {
    const key = await scene.publishKey();
    const mistyped = key.slice(0, 20) + (key[20] === 'a' ? 'b' : 'a') + key.slice(21);
    for (const text of [
      mistyped,
      key.slice(0, -1),
      `${key}x`,
      'aegis_prod_x',
      'x',
      key.replace('prod', 'test'),
    ]) {
      expect(await refusal({ 'X-API-Key': text })).toEqual(unauthorized('malformed_key'));
    }
  });

  it('sent twice is ambiguous', async () => {
    const [one, two] = [await scene.publishKey(), await scene.publishKey()];
    expect((await refusal({ 'X-API-Key': [one, two] })).code).toBe('malformed_key');
  });

  it('that nobody published is unknown, and works soon after it is', async () => {
    const { text, publication } = scene.key();
    expect(await refusal({ 'X-API-Key': text })).toEqual(unauthorized('unknown_key'));
    await scene.gateway.publish([publication]);
    expect((await scene.get('/', { 'X-API-Key': text })).status).toBe(200);
  });

  it('of another app is unknown, whatever its state', async () => {
    for (const status of ['active', 'revoked'] as const) {
      const text = await scene.publishKey({ app_id: nextId(), status });
      expect(await refusal({ 'X-API-Key': text })).toEqual(unauthorized('unknown_key'));
    }
  });

  it('that expired is refused', async () => {
    const text = await scene.publishKey({ expires_at: Math.floor(Date.now() / 1_000) - 1 });
    expect(await refusal({ 'X-API-Key': text })).toEqual(unauthorized('expired_key'));
  });

  it('that is revoked is refused from the change on', async () => {
    const { text, publication, document } = scene.key();
    await scene.gateway.publish([publication]);
    expect((await scene.get('/', { 'X-API-Key': text })).status).toBe(200);
    const revoked = {
      kind: 'key',
      id: publication.id,
      document: { ...document, status: 'revoked' },
    } as const;
    await scene.gateway.publish([{ ...revoked, fact: 'revoked' }]);
    expect(await refusal({ 'X-API-Key': text })).toEqual(unauthorized('revoked_key'));
  });

  it('of another environment is refused', async () => {
    const text = await scene.publishKey({ environment: 'staging' });
    expect(await refusal({ 'X-API-Key': text })).toEqual(unauthorized('wrong_environment'));
    expect((await scene.get('/', { 'X-API-Key': text, host: STAGING_HOST })).status).toBe(200);
  });

  it('works only from its addresses', async () => {
    const inside = await scene.publishKey({ ip_allow: ['127.0.0.0/8'] });
    const outside = await scene.publishKey({ ip_allow: ['10.0.0.0/8', '2001:db8::/32'] });
    expect((await scene.get('/', { 'X-API-Key': inside })).status).toBe(200);
    expect(await refusal({ 'X-API-Key': outside })).toEqual({
      status: 403,
      code: 'ip_not_allowed',
      challenge: undefined,
    });
  });

  it('comes as a query parameter only where the app allows it, and goes out of the query', async () => {
    const key = await scene.publishKey();
    expect((await refusal({}, `/?api_key=${key}`)).code).toBe('missing_credentials');
    await scene.gateway.publish([appDocument({ api_key: { query_param: 'api_key', forward: false } })]);
    expect((await scene.get(`/a?x=1&api_key=${key}&y=2`)).status).toBe(200);
    expect(scene.upstream.requests.at(-1)?.url).toBe('/a?x=1&y=2');
    expect((await scene.get(`/a?api%5Fkey=${key}`)).status).toBe(200);
    expect(scene.upstream.requests.at(-1)?.url).toBe('/a');
    expect((await refusal({}, `/?api_key=${key}&api_key=${key}`)).code).toBe('malformed_key');
    await scene.gateway.publish([appDocument()]);
  });

  it('is handed on where the app wants it', async () => {
    const key = await scene.publishKey();
    await scene.gateway.publish([appDocument({ api_key: { forward: true } })]);
    await scene.get('/', { 'X-API-Key': key });
    expect(scene.upstream.requests.at(-1)?.headers['x-api-key']).toBe(key);
    await scene.get('/', { Authorization: `Bearer ${key}` });
    expect(scene.upstream.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
    await scene.gateway.publish([appDocument()]);
  });

  describe('with scopes', () => {
    beforeAll(() =>
      scene.gateway.publish([
        routesDocument([
          route({ path: '/orders/:id', auth: 'api_key', permission: 'orders.:id:read' }),
          route({ path: '/orders', auth: 'api_key', permission: 'orders:read' }),
          route({ path: '/open', permission: 'orders:read' }),
          route({ path: '/off', auth: 'api_key', permission: 'orders:read', authorize: 'off' }),
        ]),
      ]),
    );

    const status = async (path: string, scopes?: string[]) =>
      (await scene.get(path, { 'X-API-Key': await scene.publishKey(scopes ? { scopes } : {}) })).status;

    it('may do what they allow and nothing else', async () => {
      expect(await status('/orders', ['orders:read'])).toBe(200);
      expect(await status('/orders', ['orders:write'])).toBe(403);
      expect(await status('/orders', [])).toBe(403);
      expect(await status('/orders', ['orders.**:*', '!orders:read'])).toBe(403);
    });

    it('compares the parameters of the path', async () => {
      expect(await status('/orders/7', ['orders.7:read'])).toBe(200);
      expect(await status('/orders/8', ['orders.7:read'])).toBe(403);
      expect(await status('/orders/7', ['orders.*:read'])).toBe(200);
      expect(await status('/orders/7.x', ['orders.7.x:read'])).toBe(403);
    });

    it('is not capped without scopes', async () => {
      expect(await status('/orders')).toBe(200);
    });

    it('may do everything where the route asks for no permission', async () => {
      expect(await status('/off', ['!**:*'])).toBe(200);
    });

    it('leaves a permission without identity unmet', async () => {
      const answer = await scene.get('/open');
      expect(answer.json()).toMatchObject({ code: 'permission_denied', status: 403 });
    });
  });

  it('names the caller to the backend', async () => {
    await scene.gateway.publish([routesDocument([route({ auth: 'api_key' })])]);
    const { text, publication, document } = scene.key({ tenant: 'acme' });
    await scene.gateway.publish([publication]);
    await scene.get('/', { 'X-API-Key': text });
    expect(scene.upstream.requests.at(-1)?.headers).toMatchObject({
      'x-aegis-app': 'demo',
      'x-aegis-environment': 'production',
      'x-aegis-tenant': 'acme',
      'x-aegis-key-id': document.id,
    });
  });
});
