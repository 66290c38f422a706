import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AssertionCheck } from './assertion.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the check of assertions', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  let keys: Server;
  let looks = 0;
  let check: AssertionCheck;

  beforeEach(async () => {
    looks = 0;
    keys = createServer((_, response) => {
      looks += 1;
      const key = { ...publicKey.export({ format: 'jwk' }), kid: 'one' };
      response.end(JSON.stringify({ keys: [key] }));
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const keysUrl = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`;
    check = new AssertionCheck({ keysUrl, app: 'demo' });
  });
  afterEach(() => keys.close());

  const token = (claims: object, header: object = {}, key: KeyObject = privateKey) => {
    const exp = Math.floor(Date.now() / 1_000) + 60;
    const signed = `${part({ alg: 'EdDSA', kid: 'one', ...header })}.${part({ aud: 'demo', exp, ...claims })}`;
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
  };

  it('believes what the platform signed, and asks for its keys once', async () => {
    expect(await check.claimsOf(token({ tenant: 'acme' }))).toMatchObject({ tenant: 'acme' });
    await check.claimsOf(token({ tenant: 'globex' }));
    expect(looks).toBe(1);
  });

  it.each([
    ['an assertion for another app', () => token({ aud: 'shop' })],
    ['an old one', () => token({ exp: 1 })],
    ['one that somebody else signed', () => token({}, {}, generateKeyPairSync('ed25519').privateKey)],
    ['one of a key that is not there', () => token({}, { kid: 'two' })],
    ['one that names another algorithm', () => token({}, { alg: 'none' })],
    [
      'one whose claims were changed',
      () => token({}).replace(/\.[^.]+\./, `.${part({ aud: 'demo', exp: 9e9 })}.`),
    ],
    ['nonsense', () => 'a.b.c'],
    ['nothing', () => ''],
  ])('refuses %s', async (_, make) => {
    await expect(check.claimsOf(make())).rejects.toMatchObject({ status: 401 });
  });
});
