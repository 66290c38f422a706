import {
  CERTIFICATE_EXPIRES_SOON_DAYS,
  type Certificate,
  type CertificateOrigin,
  type Liveness,
} from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

export interface StoredCertificate {
  id: string;
  app_id: string;
  app: string;
  origin: CertificateOrigin;
  names: string[];
  hosts: string[];
  issuer: string;
  fingerprint: string;
  valid_from: Date;
  expires_at: Date;
  renews_at: Date | null;
  created_at: Date;
}

/** Everything but the private key. */
export const certificateColumns = `
  c.id, c.app_id, a.slug AS app, c.origin, c.names, c.issuer, c.fingerprint, c.valid_from, c.expires_at, c.renews_at,
  c.created_at,
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

const DAY_MS = 86_400_000;
const SOON_MS = CERTIFICATE_EXPIRES_SOON_DAYS * DAY_MS;

/** What renews itself is near its end from day to day; only when that is overdue does anybody need to know. */
export const RENEWAL_OVERDUE_DAYS = 1;

const isOverdue = (renewsAt: Date | null, now: Date): boolean =>
  renewsAt === null || now.getTime() - renewsAt.getTime() > RENEWAL_OVERDUE_DAYS * DAY_MS;

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
    origin: row.origin,
    names: row.names,
    hosts: row.hosts,
    issuer: row.issuer,
    fingerprint: row.fingerprint,
    valid_from: row.valid_from.toISOString(),
    expires_at: row.expires_at.toISOString(),
    ...(row.renews_at && { renews_at: row.renews_at.toISOString() }),
    expires_soon: left > 0 && left <= SOON_MS && isOverdue(row.renews_at, now),
    expired: left <= 0,
    created_at: row.created_at.toISOString(),
    liveness,
  };
}
