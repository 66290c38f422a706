import { generateKeyPairSync } from 'node:crypto';
import { KeyProblem, keyOfPem, keysOfSet, secretBytes } from './key-material.ts';

const pem = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }) =>
  key.export({ type: 'spki', format: 'pem' }).toString();

describe('public keys of identity providers', () => {
  it('may be used with the algorithms of their kind that were asked for', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(keyOfPem(pem(publicKey), 'k', ['RS256', 'ES384']).algorithms).toEqual(['ES384']);
    expect(() => keyOfPem(pem(publicKey), 'k', ['ES256'])).toThrow('signs with ES384 only');
  });

  it.each([
    [
      'an RSA key that is too short',
      () => pem(generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey),
      '1024 bits',
    ],
    ['a key that signs no tokens', () => pem(generateKeyPairSync('x25519').publicKey), 'x25519'],
    [
      'a private key',
      () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'private key',
    ],
    ['nonsense', () => 'nonsense', 'not a public key'],
  ])('refuses %s', (_, make, why) => {
    expect(() => keyOfPem(make(), undefined, ['RS256', 'EdDSA', 'ES256'])).toThrow(why);
  });

  it('come out of a set that also holds what is of no use', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'good' } as Record<string, unknown>;
    const set = [{ ...jwk, kid: 'for encryption', use: 'enc' }, { kty: 'oct', k: 'eA' }, { kty: 'new' }, jwk];
    expect(keysOfSet(set, ['EdDSA']).map(({ kid }) => kid)).toEqual(['good']);
    expect(() => keysOfSet(set.slice(0, 3), ['EdDSA'])).toThrow(KeyProblem);
    expect(keysOfSet([{ ...jwk, alg: 'EdDSA' }], ['RS256', 'EdDSA'])[0]?.algorithms).toEqual(['EdDSA']);
    expect(() => keysOfSet([{ ...jwk, alg: 'ES256' }], ['EdDSA'])).toThrow(KeyProblem);
  });
});

describe('shared secrets', () => {
  it('have at least as many bytes as the digest', () => {
    expect(secretBytes('x'.repeat(32), 'text', ['HS256'])).toHaveLength(32);
    expect(() => secretBytes('x'.repeat(63), 'text', ['HS256', 'HS512'])).toThrow('63 bytes');
    expect(secretBytes(Buffer.alloc(48).toString('base64'), 'base64', ['HS384'])).toHaveLength(48);
  });
});
