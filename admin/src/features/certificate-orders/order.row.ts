import type { CertificateOrder, CertificateOrderStatus } from '@aegis/contracts';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';

export interface StoredOrder {
  id: string;
  customer_id: string;
  app_id: string;
  app: string;
  hosts: string[];
  renews: string | null;
  status: CertificateOrderStatus;
  attempts: number;
  reason: string | null;
  next_step: string | null;
  next_attempt_at: Date;
  order_url: string | null;
  private_key: string | null;
  certificate_id: string | null;
  created_at: Date;
  updated_at: Date;
}

export const orderColumns = `
  o.id, o.customer_id, o.app_id, a.slug AS app, o.hosts, o.renews, o.status, o.attempts, o.reason, o.next_step,
  o.next_attempt_at, o.order_url, o.private_key, o.certificate_id, o.created_at, o.updated_at`;

export const orderTables = 'certificate_orders o JOIN apps a ON a.id = o.app_id';

/** What the new certificate's private key is sealed for until there is a certificate. */
export const orderKeyContext = (id: string): string => `certificate_orders:${id}`;

/** @throws Problem not_found */
export async function findOrder(tx: Tx, appId: string, id: string): Promise<StoredOrder> {
  const [row] = await tx.query<StoredOrder[]>(
    `SELECT ${orderColumns} FROM ${orderTables} WHERE o.id = $1 AND o.app_id = $2`,
    [id, appId],
  );
  if (!row) throw Problem.notFound('order');
  return row;
}

/** Locks an order that is still wanted; nobody else takes it to its end meanwhile. */
export async function lockPending(tx: Tx, id: string): Promise<StoredOrder | undefined> {
  const [row] = await tx.query<StoredOrder[]>(
    `SELECT ${orderColumns} FROM ${orderTables} WHERE o.id = $1 AND o.status = 'pending' FOR UPDATE OF o`,
    [id],
  );
  return row;
}

/** Ends an order, whichever way. Its private key is of no use to anybody any more. */
export const endOrder = (
  tx: Tx,
  id: string,
  status: Exclude<CertificateOrderStatus, 'pending'>,
  certificateId: string | null = null,
): Promise<unknown> =>
  tx.query(
    `UPDATE certificate_orders
     SET status = $2, certificate_id = $3, order_url = NULL, private_key = NULL, updated_at = now(),
       reason = CASE $2 WHEN 'failed' THEN reason END, next_step = CASE $2 WHEN 'failed' THEN next_step END
     WHERE id = $1`,
    [id, status, certificateId],
  );

export function orderView(row: StoredOrder, now: Date): z.output<typeof CertificateOrder> {
  const waits = row.status === 'pending' && row.next_attempt_at > now;
  const { reason, next_step, certificate_id } = row;
  return {
    id: row.id,
    app_id: row.app_id,
    app: row.app,
    hosts: row.hosts,
    status: row.status,
    renewal: row.renews !== null,
    attempts: row.attempts,
    ...(reason !== null && next_step !== null && { problem: { reason, next_step } }),
    ...(waits && { next_attempt_at: row.next_attempt_at.toISOString() }),
    ...(certificate_id !== null && { certificate_id }),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** What the audit log says of an order. */
export const toldOrder = ({ app, hosts, status, attempts, reason }: StoredOrder) => ({
  app,
  hosts,
  status,
  attempts,
  reason,
});
