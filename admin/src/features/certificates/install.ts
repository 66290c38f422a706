import type { CertificateOrigin, DocumentName } from '@aegis/contracts';
import type { TouchedDocument } from '../../platform/changes/changes.ts';
import type { Keyring } from '../../platform/crypto/keyring.ts';
import type { Tx } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import { nameOf } from '../../publishing/names.ts';
import { certifyHosts } from '../environments/index.ts';
import { keyContext } from './certificate.document.ts';
import { findCertificate, type StoredCertificate } from './certificate.row.ts';
import type { ProvenCertificate } from './chain.ts';

export interface Installation {
  customerId: string;
  appId: string;
  proven: ProvenCertificate;
  /** Hosts of the app that show it from now on. */
  hosts: readonly string[];
  origin: CertificateOrigin;
  /** When its successor is ordered. */
  renewsAt?: Date;
}

export const documentsOf = ({ hosts }: StoredCertificate): DocumentName[] =>
  hosts.map((host) => nameOf('certificate', host));

/** The one way in: a certificate takes the place of what its hosts had. The caller holds the app's row. */
export async function installCertificate(
  tx: Tx,
  keyring: Keyring,
  installation: Installation,
): Promise<{ row: StoredCertificate; documents: TouchedDocument[] }> {
  const { appId, hosts } = installation;
  const id = await insert(tx, keyring, installation);
  const index = await certifyHosts(tx, hosts, id);
  await removeUnused(tx, appId);
  const row = await findCertificate(tx, appId, id);
  return { row, documents: [...documentsOf(row), ...index].map((name) => ({ name })) };
}

async function insert(tx: Tx, keyring: Keyring, installation: Installation): Promise<string> {
  const { customerId, appId, proven, origin, renewsAt = null } = installation;
  const id = newId();
  const key = keyring.seal(keyContext(id), proven.privateKey);
  const { names, issuer, fingerprint, chain, validFrom, expiresAt } = proven;
  await tx.query(
    `INSERT INTO certificates
       (id, customer_id, app_id, names, issuer, fingerprint, chain, private_key, valid_from, expires_at, origin,
        renews_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [id, customerId, appId, names, issuer, fingerprint, chain, key, validFrom, expiresAt, origin, renewsAt],
  );
  return id;
}

/** What another certificate has taken the place of is nothing to keep a private key for. */
const removeUnused = (tx: Tx, appId: string): Promise<unknown> =>
  tx.query(
    `DELETE FROM certificates c WHERE c.app_id = $1
       AND NOT EXISTS (SELECT FROM hosts h WHERE h.certificate_id = c.id)`,
    [appId],
  );

/** What the audit log says of a certificate. */
export const told = ({ app, names, hosts, issuer, fingerprint, expires_at }: StoredCertificate) => ({
  app,
  names,
  hosts,
  issuer,
  fingerprint,
  expires_at,
});
