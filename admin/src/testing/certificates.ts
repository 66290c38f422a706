// The X.509 library registers its parts through decorators and wants this first.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** A certificate with its key, in PEM; `sign` makes ones that it has signed. */
export interface TestCertificate {
  pem: string;
  key: string;
  signer: { subject: string; keys: webcrypto.CryptoKeyPair };
}

interface Wanted {
  names?: string[];
  /** Days from now. */
  from?: number;
  until?: number;
  signer?: TestCertificate['signer'];
}

export async function makeCertificate({ names = [], from = -1, until = 90, signer }: Wanted = {}) {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const subject = `CN=${names[0] ?? 'Test authority'}`;
  const certificate = await x509.X509CertificateGenerator.create({
    // Positive, as RFC 5280 4.1.2.2 asks.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    subject,
    issuer: signer?.subject ?? subject,
    notBefore: new Date(Date.now() + from * DAY_MS),
    notAfter: new Date(Date.now() + until * DAY_MS),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: (signer?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(names.length === 0, undefined, true),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    pem: `${certificate.toString('pem')}\n`,
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    signer: { subject, keys },
  } satisfies TestCertificate;
}
