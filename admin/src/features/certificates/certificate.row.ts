import { CERTIFICATE_EXPIRES_SOON_DAYS, type Certificate, type Liveness } from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

export interface StoredCertificate {
  id: string;
  app_id: string;
  app: string;
  names: string[];
  hosts: string[];
  issuer: string;
  fingerprint: string;
  valid_from: Date;
  expires_at: Date;
  created_at: Date;
}

/** Everything but the private key. */
export const certificateColumns = `
  c.id, c.app_id, a.slug AS app, c.names, c.issuer, c.fingerprint, c.valid_from, c.expires_at, c.created_at,
  ARRAY(SELECT h.host FROM hosts h WHERE h.certificate_id = c.id ORDER BY h.host) AS hosts`;

export const certificateTables = 'certificates c JOIN apps a ON a.id = c.app_id';

/** @throws Problem not_found */
export async function findCertificate(tx: Tx, appId: string, id: string): Promise<StoredCertificate> {
  const [row] = await tx.query<StoredCertificate[]>(
    `SELECT ${certificateColumns} FROM ${certificateTables} WHERE c.id = $1 AND c.app_id = $2`,
    [id, appId],
  );
  if (!row) throw Problem.notFound('certificate');
  return row;
}

const SOON_MS = CERTIFICATE_EXPIRES_SOON_DAYS * 86_400_000;

export function certificateView(
  row: StoredCertificate,
  liveness: Liveness,
  now: Date,
): z.output<typeof Certificate> {
  const left = row.expires_at.getTime() - now.getTime();
  return {
    id: row.id,
    app_id: row.app_id,
    app: row.app,
    names: row.names,
    hosts: row.hosts,
    issuer: row.issuer,
    fingerprint: row.fingerprint,
    valid_from: row.valid_from.toISOString(),
    expires_at: row.expires_at.toISOString(),
    expires_soon: left > 0 && left <= SOON_MS,
    expired: left <= 0,
    created_at: row.created_at.toISOString(),
    liveness,
  };
}
