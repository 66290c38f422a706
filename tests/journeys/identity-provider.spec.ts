import { createJwtIssuer, createRoute, getJwtIssuer, revokeJwt } from '@aegis/contracts';
import { IdentityProvider } from '../src/identity-provider.ts';
import { type NewApp, type System, startSystem } from '../src/system.ts';

/** The tokens of an identity provider, from its discovery to its end; each test goes on where the one before ended. */
describe('an identity provider', () => {
  let system: System;
  let provider: IdentityProvider;
  let app: NewApp;
  let params: { app_id: string; id: string };

  beforeAll(async () => {
    provider = await IdentityProvider.start('first');
    system = await startSystem();
    app = await system.newApp('Accounts');
  }, 120_000);
  afterAll(async () => {
    await system?.stack.stop();
    await provider?.stop();
  }, 60_000);

  const send = (token: string) => app.send('/echo', { headers: { authorization: `Bearer ${token}` } });
  const refusal = async (token: string) => {
    const { status, json } = await send(token);
    return [status, (json() as { code?: string }).code];
  };

  it('is found by discovery, and its users get in', async () => {
    const inApp = { app_id: app.id };
    const made = await system.customer.call(createJwtIssuer, {
      params: inApp,
      body: {
        name: 'login',
        issuer: provider.issuer,
        source: { kind: 'discovery', algorithms: ['RS256', 'ES256'] },
      },
    });
    expect(made.data.keys).toEqual([{ kid: 'first', algorithms: ['ES256'] }]);
    params = { ...inApp, id: made.data.id };
    const route = await system.customer.call(createRoute, {
      params: inApp,
      body: { name: 'echo', path: '/echo', auth: 'jwt' },
    });
    await system.live(route.revision);
    const answer = await send(await provider.token('ann', { tenant_id: 'acme' }));
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.json())).toMatch(/"tenant":"acme","user":"ann"/);
    expect(await refusal('nonsense')).toEqual([401, 'invalid_token']);
  });

  it('changes its key: every token of the new one passes, also the first ones side by side, those of the old one no more', async () => {
    const old = await provider.token('ann');
    expect((await send(old)).status).toBe(200);
    await provider.rotate('second');
    const tokens = await Promise.all(['ann', 'bob', 'eve', 'dan'].map((user) => provider.token(user)));
    const statuses = await Promise.all(tokens.map(async (token) => (await send(token)).status));
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect(await refusal(old)).toEqual([401, 'invalid_token']);
    const { data } = await system.customer.call(getJwtIssuer, { params });
    expect(data.keys).toEqual([{ kid: 'second', algorithms: ['ES256'] }]);
  });

  it('has the tokens of one user revoked, and of no other', async () => {
    const [ann, bob] = await Promise.all([provider.token('ann'), provider.token('bob')]);
    expect([(await send(ann)).status, (await send(bob)).status]).toEqual([200, 200]);
    const revoked = await system.customer.call(revokeJwt, { params, body: { what: 'user', user: 'ann' } });
    await system.live(revoked.revision);
    expect(await refusal(ann)).toEqual([401, 'revoked_token']);
    expect((await send(bob)).status).toBe(200);
  });

  it('is away, and the tokens that it gave keep working, new users’ ones too', async () => {
    const [known, unseen] = await Promise.all([provider.token('bob'), provider.token('eve')]);
    await provider.stop();
    await expect(fetch(provider.issuer)).rejects.toThrow();
    expect([(await send(known)).status, (await send(unseen)).status]).toEqual([200, 200]);
  });
});
