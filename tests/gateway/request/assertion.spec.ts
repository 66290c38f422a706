import { assertionKeySet } from '@aegis/contracts/node';
import { createLocalJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { appDocument } from '../../src/gateway/documents.ts';
import { issuer, issuersDocument, publicSigner } from '../../src/gateway/tokens.ts';
import { HOST, route, Scene, STAGING_HOST } from '../../src/gateway/traffic.ts';

const ISSUER = 'https://aegis.example';

describe('X-Aegis-Assertion', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start({
      app: { assertion: true },
      nginx: { worker_processes: 1 },
      routes: [
        route({ path: '/key', auth: 'api_key' }),
        route({ path: '/token', auth: 'jwt' }),
        route({ path: '/*' }),
      ],
    });
  });
  afterAll(() => scene.stop());

  const sent = () => scene.upstream.requests.at(-1)?.headers['x-aegis-assertion'];
  async function asserted(): Promise<JWTPayload> {
    const token = sent();
    if (typeof token !== 'string') throw new Error('there is no assertion');
    const keys = createLocalJWKSet({ keys: assertionKeySet(scene.gateway.keys.gateway) });
    const options = { issuer: ISSUER, audience: 'demo', algorithms: ['EdDSA'], typ: 'JWT' };
    return (await jwtVerify(token, keys, options)).payload;
  }

  it('tells who calls with a key, signed by a key of the published set', async () => {
    const { text, publication, document } = scene.key({ tenant: 'acme' });
    await scene.gateway.publish([publication]);
    await scene.get('/key', { 'x-api-key': text });
    const claims = await asserted();
    expect(claims).toEqual({
      ...{ iss: ISSUER, aud: 'demo', iat: expect.any(Number), exp: expect.any(Number) },
      ...{ sub: document.id, key_id: document.id, tenant: 'acme', environment: 'production', roles: [] },
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(120);
  });

  it('tells who calls with a token: user, tenant and roles', async () => {
    const signer = await publicSigner('ES256');
    await scene.gateway.publish([issuersDocument(issuer([signer.published]))]);
    const roles = ['admin', 'clerk'];
    await scene.get('/token', { authorization: `Bearer ${await signer.sign({ roles })}` });
    expect(await asserted()).toMatchObject({ sub: 'ann', user: 'ann', tenant: 'acme', roles });
  });

  it('names nobody where nobody had to say who they are, and the environment of the host', async () => {
    await scene.get('/', { host: STAGING_HOST });
    const claims = await asserted();
    expect(claims).toMatchObject({ environment: 'staging', roles: [] });
    expect(claims.sub).toBeUndefined();
    await scene.get('/', { host: HOST });
    expect(await asserted()).toMatchObject({ environment: 'production' });
  });

  it('never is what the client sent', async () => {
    for (const name of ['X-Aegis-Assertion', 'x-aegis-assertion']) {
      await scene.get('/', { [name]: 'forged' });
      expect(sent()).not.toContain('forged');
    }
  });

  it('is signed once for an identity, and anew when half of its time is over', async () => {
    const lines = `
      local assertion = require "aegis.request.assertion"
      local ctx = {
        site = { platform = { issuer = "${ISSUER}" } }, app = { slug = "demo" }, environment = "production",
        identity = { user = "ann", tenant = "", key_id = "", roles = "" },
      }
      assertion.line(ctx)
      local kept = ctx.site.assertions[ctx.identity]
      kept.line = "as it was"
      local again = assertion.line(ctx)
      kept.stale_at = ngx.time()
      return { again, assertion.line(ctx) }`;
    const [again, later] = (await scene.gateway.lua(lines)) as string[];
    expect(again).toBe('as it was');
    expect(decodeJwt(later?.split(': ')[1] ?? '')).toMatchObject({ sub: 'ann' });
  });

  it('is not sent unless the app wants it', async () => {
    await scene.gateway.publish([appDocument()]);
    await scene.get('/', { 'x-aegis-assertion': 'forged' });
    expect(sent()).toBeUndefined();
  });
});
