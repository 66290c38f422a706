import { z } from 'zod';
import { customerAccess, Id, Moment, operation, page, pageQuery } from '../operation.ts';
import { appParams, partParams } from './app-part.ts';

/** Certificates that the platform orders from its certificate authority (ACME, RFC 8555). */

export const CertificateOrderStatus = z.enum(['pending', 'issued', 'failed', 'cancelled']);
export type CertificateOrderStatus = z.infer<typeof CertificateOrderStatus>;

export const CertificateOrder = z.strictObject({
  id: Id,
  app_id: Id,
  app: z.string(),
  /** What the certificate is to be for. */
  hosts: z.array(z.string()),
  status: CertificateOrderStatus,
  /** Whether it is the successor of a certificate that was ordered before. */
  renewal: z.boolean(),
  /** Attempts that failed so far. */
  attempts: z.int(),
  /** Why the last attempt failed, and what to do about it. */
  problem: z.strictObject({ reason: z.string(), next_step: z.string() }).optional(),
  /** When a pending order is tried again. Absent: now. */
  next_attempt_at: Moment.optional(),
  /** The certificate that came of it. */
  certificate_id: Id.optional(),
  created_at: Moment,
  updated_at: Moment,
});
export type CertificateOrder = z.infer<typeof CertificateOrder>;

export const listCertificateOrders = operation({
  id: 'certificate_orders.list',
  method: 'GET',
  path: '/ssl/orders',
  summary: 'Orders of certificates of all apps, or of one',
  access: customerAccess('certificates', 'read'),
  query: pageQuery(['created_at']).extend({
    app_id: Id.optional(),
    status: CertificateOrderStatus.optional(),
  }),
  response: page(CertificateOrder),
});
export const orderCertificate = operation({
  id: 'certificate_orders.create',
  method: 'POST',
  path: '/apps/:app_id/certificate-orders',
  summary: 'Order a certificate for hosts of an app',
  description:
    'The authority asks the gateways at port 80 of each host whether it is ours (HTTP-01). The certificate takes the place of what ' +
    'these hosts had, and is renewed when a third of its life is left.',
  access: customerAccess('certificates', 'write'),
  params: appParams,
  body: z.strictObject({
    /** Absent: all hosts of the app, in one certificate. */
    hosts: z.array(z.string().min(1).max(253)).min(1).max(100).optional(),
  }),
  response: CertificateOrder,
  status: 201,
  idempotent: true,
  errors: ['conflict', 'too_many_attempts', 'certificate_orders_off'],
});
export const getCertificateOrder = operation({
  id: 'certificate_orders.get',
  method: 'GET',
  path: '/apps/:app_id/certificate-orders/:id',
  summary: 'One order of a certificate',
  access: customerAccess('certificates', 'read'),
  params: partParams,
  response: CertificateOrder,
});
export const retryCertificateOrder = operation({
  id: 'certificate_orders.retry',
  method: 'POST',
  path: '/apps/:app_id/certificate-orders/:id/retry',
  summary: 'Try an order again at once that failed or waits for its next attempt',
  access: customerAccess('certificates', 'write'),
  params: partParams,
  response: CertificateOrder,
  errors: ['conflict', 'too_many_attempts', 'certificate_orders_off'],
});
export const cancelCertificateOrder = operation({
  id: 'certificate_orders.cancel',
  method: 'POST',
  path: '/apps/:app_id/certificate-orders/:id/cancel',
  summary: 'Give a pending order up',
  access: customerAccess('certificates', 'write'),
  params: partParams,
  response: CertificateOrder,
  errors: ['conflict'],
});

export const certificateOrderOperations = {
  listCertificateOrders,
  orderCertificate,
  getCertificateOrder,
  retryCertificateOrder,
  cancelCertificateOrder,
};
