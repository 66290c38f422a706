import { randomUUID } from 'node:crypto';
import { redisKeys } from '@aegis/contracts';
import { ids } from '../../src/gateway/documents.ts';
import { lastStep, sampleOf, samplesOf, stepOf } from '../../src/gateway/samples.ts';
import { issuer, issuersDocument, publicSigner } from '../../src/gateway/tokens.ts';
import { limit, route, Scene } from '../../src/gateway/traffic.ts';
import { until } from '../../src/wait.ts';

const id = () => randomUUID();
const named = (requestId: string) => ({ 'X-Request-Id': requestId });

describe('a request trace', () => {
  let scene: Scene;
  const one = limit({ name: 'one', amount: 1, period_ms: 3_600_000, by: ['key'] });
  const orders = route({
    name: 'orders',
    path: '/orders/:id',
    methods: ['GET'],
    auth: 'api_key',
    permission: 'orders:read',
  });
  const limited = route({ name: 'limited', path: '/limited', auth: 'api_key', limits: [one.id] });
  const closed = route({
    name: 'closed',
    path: '/closed',
    plugins: [{ name: 'maintenance', settings: { message: 'Back soon' } }],
  });
  const lost = route({ name: 'lost', path: '/lost', upstream: 'nowhere' });
  const open = route({ name: 'open', path: '/open/*' });
  const users = route({ name: 'users', path: '/users', auth: 'jwt' });

  beforeAll(async () => {
    scene = await Scene.start({
      app: { limits: { [one.id]: one } },
      routes: [orders, limited, closed, lost, open, users],
      nginx: { worker_processes: 1 },
    });
  });
  afterAll(() => scene.stop());

  it('tells the steps of a request that passed, without credentials and values of the query', async () => {
    const key = await scene.publishKey({ tenant: 'acme' });
    const request = id();
    const answer = await scene.get('/orders/7?token=hunter2&page=2', { 'X-API-Key': key, ...named(request) });
    expect(answer.status).toBe(200);
    const sample = await sampleOf(scene, request);
    expect(sample).toMatchObject({
      request_id: request,
      kept_because: 'first',
      environment: 'production',
      method: 'GET',
      path: '/orders/7',
      query: ['token', 'page'],
      status: 200,
      route: 'orders',
      route_id: orders.id,
      tenant: 'acme',
      gateway: 'test',
      client: '127.0.0.1',
    });
    expect(sample.steps.map(({ step }) => step)).toEqual([
      'resolve',
      'admit',
      'match',
      'authenticate',
      'authorize',
      'limit',
      'forward',
    ]);
    expect(sample.steps.every(({ outcome }) => outcome === 'passed')).toBe(true);
    expect(stepOf(sample, 'match')?.details).toMatchObject({ route: 'orders', pattern: '/orders/:id' });
    expect(stepOf(sample, 'authenticate')?.details).toMatchObject({
      route_takes: 'api_key',
      sent: ['api_key'],
      identity: 'api_key',
      tenant: 'acme',
    });
    expect(stepOf(sample, 'authorize')?.details).toEqual({
      permission: 'orders:read',
      rights: 'unlimited',
    });
    expect(stepOf(sample, 'forward')?.details).toMatchObject({
      upstream: 'main',
      tried: [`127.0.0.1:${scene.upstream.port} → 200`],
    });
    expect(sample.upstream?.total_ms).toBeGreaterThanOrEqual(0);
    const stored = await scene.gateway.redis.client.lrange(redisKeys.sample(ids.app, request), 0, -1);
    expect(stored.join()).not.toContain(key);
    expect(stored.join()).not.toContain('hunter2');
  });

  it('tells what is left of the limits', async () => {
    const key = await scene.publishKey();
    const request = id();
    await scene.get('/limited', { 'X-API-Key': key, ...named(request) });
    expect(stepOf(await sampleOf(scene, request), 'limit')?.details).toMatchObject({
      limits: ['one'],
      tightest: 'one',
      left: 0,
    });
  });

  it('of a refused request ends with the step, the rule and the setting', async () => {
    const key = await scene.publishKey();
    const { text: revoked, document, publication } = scene.key({ status: 'revoked' });
    const scoped = await scene.publishKey({ scopes: ['invoices:read'] });
    await scene.gateway.publish([publication]);
    await scene.get('/limited', { 'X-API-Key': key });
    const refused = async (path: string, headers: Record<string, string> = {}) => {
      const request = id();
      await scene.get(path, { ...headers, ...named(request) });
      const sample = await sampleOf(scene, request);
      expect(sample.kept_because).toBe('refused');
      return { code: sample.code, ...lastStep(sample) };
    };
    expect(await refused('/limited', { 'X-API-Key': key })).toMatchObject({
      code: 'rate_limited',
      step: 'limit',
      outcome: 'refused',
      rule: 'one: 1 in 3600 s for each key (sliding_window)',
      about: { kind: 'limit', id: one.id, name: 'one' },
    });
    expect(await refused('/limited', { 'X-API-Key': revoked })).toMatchObject({
      code: 'revoked_key',
      step: 'authenticate',
      about: { kind: 'key', id: document.id },
      details: { sent: ['api_key'], route_takes: 'api_key' },
    });
    expect(await refused('/orders/1', { 'X-API-Key': scoped })).toMatchObject({
      code: 'permission_denied',
      step: 'authorize',
      details: { permission: 'orders:read', rights: 'denied' },
    });
    expect(await refused('/closed')).toMatchObject({
      code: 'maintenance',
      step: 'early_plugins',
      outcome: 'failed',
      about: { kind: 'plugin', name: 'maintenance' },
    });
    expect(await refused('/unknown')).toMatchObject({ code: 'no_route', step: 'match' });
    expect(await refused('/a%2fb')).toMatchObject({ code: 'bad_path', step: 'admit' });
    expect(await refused('/lost')).toMatchObject({
      code: 'upstream_unavailable',
      step: 'forward',
      outcome: 'failed',
    });
  });

  it('of a refused token names the check that it failed', async () => {
    const signer = await publicSigner('ES256');
    const foreign = await publicSigner('ES256');
    const known = issuer([signer.published], { audiences: ['api'], required_claims: ['email'] });
    await scene.gateway.publish([issuersDocument(known)]);
    const good = { aud: 'api', email: 'ann@acme.example' };
    const ruleOf = async (token: string) => {
      const request = id();
      const answer = await scene.get('/users', { authorization: `Bearer ${token}`, ...named(request) });
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('audience');
      const { step, rule, about } = lastStep(await sampleOf(scene, request)) ?? {};
      expect(step).toBe('authenticate');
      return { rule, about: about?.kind };
    };
    const about = 'issuer';
    const tokens: [string, Awaited<ReturnType<typeof ruleOf>>][] = [
      ['nonsense', { rule: 'the text is no token that could be believed', about: undefined }],
      [
        await signer.sign({ ...good, iss: 'https://other.example' }),
        { rule: 'the app has no identity provider with the token’s iss', about: undefined },
      ],
      [await foreign.sign(good), { rule: 'no key of the identity provider fits the signature', about }],
      [
        await signer.sign({ ...good, aud: 'other' }),
        { rule: 'its aud names none of the audiences of the identity provider', about },
      ],
      [await signer.sign({ aud: 'api' }), { rule: 'the required claim email is missing', about }],
      [await signer.sign({ ...good, exp: 1 }), { rule: 'its exp has passed', about }],
    ];
    for (const [token, expected] of tokens) {
      const { rule = '', ...rest } = await ruleOf(token);
      expect({ ...rest, rule: rule.replaceAll("'", '’') }).toEqual(expected);
    }
  });

  it('keeps the trace id and the span that the client sent', async () => {
    const request = id();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await scene.get('/open/1', { traceparent, ...named(request) });
    expect(await sampleOf(scene, request)).toMatchObject({
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      parent_span_id: 'b7ad6b7169203331',
    });
  });

  it('keeps the last five of the requests that share an id', async () => {
    const request = id();
    for (let i = 0; i < 7; i += 1) await scene.get(`/open/${i}`, named(request));
    const paths = async () => (await samplesOf(scene, request)).map(({ path }) => path);
    const wanted = ['/open/6', '/open/5', '/open/4', '/open/3', '/open/2'];
    await until(async () => (await paths())[0] === '/open/6', 'the last sample');
    expect(await paths()).toEqual(wanted);
  });

  it('expires after an hour, with the list that leads to it', async () => {
    const request = id();
    await scene.get('/open/1', named(request));
    await sampleOf(scene, request);
    for (const name of [redisKeys.sample(ids.app, request), redisKeys.samples(ids.app)]) {
      const seconds = await scene.gateway.redis.client.ttl(name);
      expect(seconds).toBeGreaterThan(3_500);
      expect(seconds).toBeLessThanOrEqual(3_600);
    }
  });
});
