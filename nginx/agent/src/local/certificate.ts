// The X.509 library registers its parts through decorators and wants this first.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { replaceText } from '../files.ts';

const VALID_DAYS = 825;
const RENEW_DAYS = 30;
const DAY_MS = 86_400_000;

export interface CertificateFiles {
  certificate: string;
  key: string;
}

/**
 * The certificate for names without their own: self-signed, so that TLS can answer at all; it proves nothing.
 * Made again a month before it ends.
 */
export async function defaultCertificate(directory: string, now = Date.now()): Promise<CertificateFiles> {
  const files = { certificate: join(directory, 'default.pem'), key: join(directory, 'default-key.pem') };
  if (await isCurrent(files.certificate, now)) return files;
  const { certificate, key } = await selfSigned(now);
  await replaceText(files.key, key);
  await replaceText(files.certificate, certificate);
  return files;
}

async function isCurrent(file: string, now: number): Promise<boolean> {
  try {
    const certificate = new x509.X509Certificate(await readFile(file, 'utf8'));
    return certificate.notAfter.getTime() - now > RENEW_DAYS * DAY_MS;
  } catch {
    return false;
  }
}

async function selfSigned(now: number): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // Positive, as RFC 5280 4.1.2.2 asks.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    name: 'CN=Aegis default certificate',
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + VALID_DAYS * DAY_MS),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'dns', value: '*.localhost' },
      ]),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}
