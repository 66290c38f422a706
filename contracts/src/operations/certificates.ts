import { z } from 'zod';
import { customerAccess, Id, Liveness, Moment, operation, page, pageQuery } from '../operation.ts';
import { appParams, partParams } from './app-part.ts';

/** Certificates that gateways show for the hosts of an app. */

/** Days before its end from which a certificate counts as expiring. */
export const CERTIFICATE_EXPIRES_SOON_DAYS = 21;

/** `uploaded` by a member, or `ordered` from the platform's certificate authority. */
export const CertificateOrigin = z.enum(['uploaded', 'ordered']);
export type CertificateOrigin = z.infer<typeof CertificateOrigin>;

export const Certificate = z.strictObject({
  id: Id,
  app_id: Id,
  app: z.string(),
  origin: CertificateOrigin,
  /** What the certificate says it is for. */
  names: z.array(z.string()),
  /** Hosts of the app that it is shown for. */
  hosts: z.array(z.string()),
  /** Distinguished name of who signed it. */
  issuer: z.string(),
  /** SHA-256 of the certificate, hexadecimal with colons. */
  fingerprint: z.string(),
  valid_from: Moment,
  expires_at: Moment,
  /** When its successor is ordered. Absent: somebody has to upload one. */
  renews_at: Moment.optional(),
  /** Three weeks before its end and, where it renews itself, only when that is overdue. */
  expires_soon: z.boolean(),
  expired: z.boolean(),
  created_at: Moment,
  liveness: Liveness,
});
export type Certificate = z.infer<typeof Certificate>;

export const listCertificates = operation({
  id: 'certificates.list',
  method: 'GET',
  path: '/ssl/certificates',
  summary: 'Certificates of all apps, or of one',
  access: customerAccess('certificates', 'read'),
  query: pageQuery(['expires_at']).extend({ app_id: Id.optional() }),
  response: page(Certificate),
});
export const uploadCertificate = operation({
  id: 'certificates.upload',
  method: 'POST',
  path: '/apps/:app_id/certificates',
  summary: 'Show a certificate for the hosts of an app that it covers',
  description:
    'It takes the place of what these hosts had. The private key is sealed at once and never shown again.',
  access: customerAccess('certificates', 'write'),
  params: appParams,
  body: z.strictObject({
    /** PEM: the certificate first, then each one that signed the one before. The root may be left out. */
    chain: z.string().min(1).max(100_000),
    /** PEM, without a passphrase. */
    private_key: z.string().min(1).max(20_000),
  }),
  response: Certificate,
  status: 201,
});
export const getCertificate = operation({
  id: 'certificates.get',
  method: 'GET',
  path: '/apps/:app_id/certificates/:id',
  summary: 'One certificate',
  access: customerAccess('certificates', 'read'),
  params: partParams,
  response: Certificate,
});
export const deleteCertificate = operation({
  id: 'certificates.delete',
  method: 'DELETE',
  path: '/apps/:app_id/certificates/:id',
  summary: 'Remove a certificate; its hosts fall back to the default certificate',
  access: customerAccess('certificates', 'delete'),
  params: partParams,
});

export const certificateOperations = {
  listCertificates,
  uploadCertificate,
  getCertificate,
  deleteCertificate,
};
