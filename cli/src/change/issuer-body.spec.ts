import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issuerChanges, newIssuer } from './issuer-body.ts';

const claims = { tenant: 'tenant_id', user: 'sub', roles: 'roles', scopes: 'scope' };

describe('flags of an identity provider', () => {
  const directory = mkdtempSync(join(tmpdir(), 'aegis-issuer-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const source = async (flags: object) => (await newIssuer('login', flags)).source;
  const usual = { algorithms: ['RS256', 'ES256', 'EdDSA'] };

  it('make a source of each kind', async () => {
    expect(await source({ discovery: true })).toEqual({ kind: 'discovery', ...usual });
    const url = 'https://login.example/keys';
    expect(await source({ 'jwks-url': url })).toEqual({ kind: 'jwks_url', url, ...usual });
    const pem = file('key.pem', 'PEM\n');
    expect(await source({ pem, kid: 'one', algorithm: ['ES256'] })).toEqual({
      kind: 'public_key',
      pem: 'PEM\n',
      kid: 'one',
      algorithms: ['ES256'],
    });
    const jwks = file('keys.json', '{"keys": [{"kty": "OKP"}]}');
    expect(await source({ jwks })).toEqual({ kind: 'jwks', keys: [{ kty: 'OKP' }], ...usual });
    expect(await source({ 'secret-file': file('secret', 'hush\n') })).toEqual({
      kind: 'secret',
      secret: 'hush',
      algorithms: ['HS256'],
    });
  });

  it('say what is missing', async () => {
    await expect(newIssuer('login', { issuer: 'x' })).rejects.toThrow('Where do its keys come from?');
    await expect(source({ jwks: file('no-set.json', '{}') })).rejects.toThrow('is not a key set');
  });

  it('change what they name of an issuer and keep the rest', async () => {
    const current = { source: { kind: 'public_key' as const, algorithms: ['ES256' as const] }, claims };
    expect(await issuerChanges({ leeway: 5 }, current)).toEqual({ leeway_s: 5 });
    expect(await issuerChanges({ 'user-claim': 'email' }, current)).toEqual({
      claims: { ...claims, user: 'email' },
    });
    const pem = file('next.pem', 'NEXT');
    expect(await issuerChanges({ pem }, current)).toEqual({
      source: { kind: 'public_key', pem: 'NEXT', algorithms: ['ES256'] },
    });
    expect(await issuerChanges({ algorithm: ['ES384'] }, current)).toEqual({
      source: { kind: 'public_key', algorithms: ['ES384'] },
    });
    expect(await issuerChanges({ discovery: true }, current)).toEqual({
      source: { kind: 'discovery', ...usual },
    });
  });
});
