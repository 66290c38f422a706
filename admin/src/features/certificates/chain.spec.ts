import { generateKeyPairSync } from 'node:crypto';
import { makeCertificate } from '../../testing/certificates.ts';
import { proveCertificate } from './chain.ts';

describe('a certificate that is uploaded', () => {
  const now = new Date();
  const names = ['shop.example.com', '*.shop.example.com'];

  it('is proven whole: names, signer, time and what it covers', async () => {
    const root = await makeCertificate();
    const middle = await makeCertificate({ signer: root.signer });
    const leaf = await makeCertificate({ names, signer: middle.signer });
    const proven = proveCertificate(`some text\n${leaf.pem}${middle.pem}${root.pem}`, leaf.key, now);
    expect(proven).toMatchObject({ names, issuer: 'CN=Test authority' });
    expect(proven.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(proven.chain).not.toContain('some text');
    expect(proven.expiresAt.getTime()).toBeGreaterThan(now.getTime());
    const hosts = ['shop.example.com', 'a.shop.example.com', 'a.b.shop.example.com', 'example.com'];
    expect(hosts.map(proven.covers)).toEqual([true, true, false, false]);
  });

  it.each([
    ['no PEM', async () => ({ chain: 'hello' }), 'holds no certificate'],
    [
      'a broken certificate',
      async () => ({ chain: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
      'certificate 1 cannot be read',
    ],
    [
      'a private key in the chain',
      async () => {
        const { pem, key } = await makeCertificate({ names });
        return { chain: pem + key };
      },
      'holds a private key',
    ],
    [
      'too many certificates',
      async () => ({ chain: (await makeCertificate({ names })).pem.repeat(11) }),
      'more than 10',
    ],
    [
      'a chain in the wrong order',
      async () => {
        const root = await makeCertificate();
        const leaf = await makeCertificate({ names, signer: root.signer });
        return { chain: root.pem + leaf.pem, key: leaf.key };
      },
      'certificate 1 was not signed by certificate 2',
    ],
    [
      'a signer of the same name with another key',
      async () => {
        const [root, other] = [await makeCertificate(), await makeCertificate()];
        const leaf = await makeCertificate({ names, signer: root.signer });
        return { chain: leaf.pem + other.pem, key: leaf.key };
      },
      'certificate 1 was not signed by certificate 2',
    ],
    [
      'one that has expired',
      async () => ({ chain: (await makeCertificate({ names, from: -9, until: -1 })).pem }),
      'expired at',
    ],
    [
      'one that is not valid yet',
      async () => ({ chain: (await makeCertificate({ names, from: 1 })).pem }),
      'is not valid before',
    ],
    [
      'the key of another one',
      async () => ({
        chain: (await makeCertificate({ names })).pem,
        key: (await makeCertificate({ names })).key,
      }),
      'is not the key of the first certificate',
    ],
    [
      'a key with a passphrase',
      async () => ({
        chain: (await makeCertificate({ names })).pem,
        key: generateKeyPairSync('rsa', {
          modulusLength: 2_048,
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
        }).privateKey,
      }),
      'without a passphrase',
    ],
    [
      'a key too short',
      async () => ({
        chain: (await makeCertificate({ names })).pem,
        key: generateKeyPairSync('rsa', { modulusLength: 1_024 })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      }),
      'RSA from 2048 bits',
    ],
  ] as [string, () => Promise<{ chain: string; key?: string }>, string][])(
    'is refused: %s',
    async (_, make, why) => {
      const { chain, key = 'no key' } = await make();
      expect(() => proveCertificate(chain, key, now)).toThrow(why);
    },
  );
});
