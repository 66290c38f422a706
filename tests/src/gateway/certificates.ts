import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { redisKeys } from '@aegis/contracts';
import { type SymmetricKey, sealText } from '@aegis/contracts/node';
import type { Publication } from './publisher.ts';

/** A certificate that nobody signed, with its key; both in PEM. */
export interface TestCertificate {
  chain: string;
  key: string;
}

export function certificateFor(...names: string[]): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-certificate-'));
  const [key, chain] = [join(folder, 'key.pem'), join(folder, 'chain.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`;
  const request = ['req', ...kind, '-subj', `/CN=${names[0]}`, '-addext', alternatives];
  execFileSync('openssl', [...request, '-keyout', key, '-out', chain], { stdio: 'ignore' });
  const made = { chain: readFileSync(chain, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}

/** The document of a host's certificate, its key sealed as the admin does. */
export function certificateDocument(
  seal: readonly SymmetricKey[],
  host: string,
  { chain, key }: TestCertificate,
): Publication {
  const [current] = seal;
  if (!current) throw new Error('no seal key');
  const sealed = sealText(current, redisKeys.document(`certificate:${host}`), key);
  return {
    kind: 'certificate',
    id: host,
    document: { status: 'active', chain, private_key: { $sealed: sealed } },
  };
}

export const fingerprintOf = ({ chain }: TestCertificate): string =>
  new X509Certificate(chain).fingerprint256;

/** Fingerprint of the certificate that a gateway shows for a name. */
export async function shownFor(port: number, servername: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', servername, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
