import { getAssertionKeys, platformInfo } from '@aegis/contracts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('platform information', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      AEGIS_GATEWAY_URL: 'https://gateway.example.test',
      AEGIS_TERMS_URL: 'https://example.test/terms',
    });
  });
  afterAll(() => app.close());

  it('tells a visitor how to register and where gateways answer', async () => {
    const { data } = await app.visitor.call(platformInfo);
    expect(data).toMatchObject({
      registration: 'open',
      allowed_email_domains: [],
      base_domain: 'localhost',
      gateway: { scheme: 'https', port: 443 },
      terms_url: 'https://example.test/terms',
    });
    expect(data.mailbox_url).toMatch(/\/mailbox$/);
  });

  it('shows backends the public keys of assertions, at the root too', async () => {
    const { data } = await app.visitor.call(getAssertionKeys);
    const key = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' };
    expect(data.keys).toEqual([{ ...key, kid: expect.any(String), x: expect.stringMatching(/^[\w-]{43}$/) }]);
    const atRoot = await fetch(`${app.url}/.well-known/jwks.json`);
    expect(await atRoot.json()).toEqual(data);
  });
});
