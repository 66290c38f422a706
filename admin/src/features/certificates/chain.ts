import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** Why a certificate cannot be used; for the person who uploads it. */
export class CertificateProblem extends Error {
  readonly field: 'chain' | 'private_key';

  constructor(field: 'chain' | 'private_key', message: string) {
    super(message);
    this.field = field;
  }
}

/** A certificate with everything that a handshake needs, in one form whatever was uploaded. */
export interface ProvenCertificate {
  /** PEM, leaf first. */
  chain: string;
  /** PEM (PKCS #8). */
  privateKey: string;
  names: string[];
  issuer: string;
  fingerprint: string;
  validFrom: Date;
  expiresAt: Date;
  covers: (host: string) => boolean;
}

const MAX_CERTIFICATES = 10;
const MIN_RSA_BITS = 2_048;
const curves = ['prime256v1', 'secp384r1', 'secp521r1'];
const pemCertificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** @throws CertificateProblem */
export function proveCertificate(chain: string, privateKey: string, now: Date): ProvenCertificate {
  const certificates = certificatesOf(chain);
  const [leaf] = certificates;
  if (!leaf) throw new CertificateProblem('chain', 'holds no certificate in PEM');
  assertOrder(certificates);
  for (const certificate of certificates) assertInForce(certificate, now);
  const key = keyOf(privateKey);
  if (!leaf.checkPrivateKey(key)) {
    throw new CertificateProblem('private_key', 'is not the key of the first certificate of the chain');
  }
  return {
    chain: certificates.map(String).join(''),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    names: namesOf(leaf),
    issuer: leaf.issuer.replaceAll('\n', ', '),
    fingerprint: leaf.fingerprint256,
    validFrom: leaf.validFromDate,
    expiresAt: leaf.validToDate,
    covers: (host) => leaf.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined,
  };
}

function certificatesOf(chain: string): X509Certificate[] {
  if (/PRIVATE KEY/.test(chain)) {
    throw new CertificateProblem('chain', 'holds a private key, which belongs into private_key');
  }
  const texts = chain.match(pemCertificates) ?? [];
  if (texts.length > MAX_CERTIFICATES) {
    throw new CertificateProblem('chain', `holds more than ${MAX_CERTIFICATES} certificates`);
  }
  return texts.map((text, index) => {
    try {
      return new X509Certificate(text);
    } catch {
      throw new CertificateProblem('chain', `certificate ${index + 1} cannot be read`);
    }
  });
}

/** Some clients take a chain in any order, others only as RFC 8446 4.4.2 has it; so it has to be right. */
function assertOrder(certificates: readonly X509Certificate[]): void {
  certificates.forEach((certificate, index) => {
    const signer = certificates[index + 1];
    if (!signer) return;
    if (!certificate.checkIssued(signer) || !certificate.verify(signer.publicKey)) {
      const [one, other] = [index + 1, index + 2];
      throw new CertificateProblem('chain', `certificate ${one} was not signed by certificate ${other}`);
    }
  });
}

function assertInForce({ validFromDate, validToDate, subject }: X509Certificate, now: Date): void {
  const name = subject?.replaceAll('\n', ', ') ?? 'the certificate';
  if (validToDate <= now) {
    throw new CertificateProblem('chain', `${name} expired at ${validToDate.toISOString()}`);
  }
  if (validFromDate > now) {
    throw new CertificateProblem('chain', `${name} is not valid before ${validFromDate.toISOString()}`);
  }
}

function keyOf(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What OpenSSL says about it could quote it.
    throw new CertificateProblem('private_key', 'is not a private key in PEM without a passphrase');
  }
  assertKind(key);
  return key;
}

/** What OpenSSL takes for a server at its usual security level; else every handshake would fail. */
function assertKind({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): void {
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS) return;
  if (type === 'ec' && curves.includes(details?.namedCurve ?? '')) return;
  throw new CertificateProblem(
    'private_key',
    `is of a kind that cannot be used; RSA from ${MIN_RSA_BITS} bits, P-256, P-384 and P-521 can`,
  );
}

/** For people to read; what a certificate covers is asked of OpenSSL. */
const namesOf = ({ subjectAltName }: X509Certificate): string[] =>
  (subjectAltName ?? '')
    .split(', ')
    .filter((name) => name.startsWith('DNS:'))
    .map((name) => name.slice('DNS:'.length));
