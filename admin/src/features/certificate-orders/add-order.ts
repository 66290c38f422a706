import type { Tx } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';

export interface NewOrder {
  customerId: string;
  appId: string;
  hosts: readonly string[];
  /** The certificate whose successor it is. */
  renews?: string;
}

/** A host of these that an order is under way for: one at a time. The caller holds the app's row. */
export async function underWay(tx: Tx, appId: string, hosts: readonly string[]): Promise<string | undefined> {
  const rows = await tx.query<{ host: string }[]>(
    `SELECT unnest(hosts) AS host FROM certificate_orders
     WHERE app_id = $1 AND status = 'pending' AND hosts && $2::text[]`,
    [appId, hosts],
  );
  return rows.find(({ host }) => hosts.includes(host))?.host;
}

/** @returns the order's id; whoever works orders off finds it */
export async function addOrder(tx: Tx, { customerId, appId, hosts, renews }: NewOrder): Promise<string> {
  const id = newId();
  await tx.query(
    'INSERT INTO certificate_orders (id, customer_id, app_id, hosts, renews) VALUES ($1, $2, $3, $4, $5)',
    [id, customerId, appId, hosts, renews ?? null],
  );
  return id;
}
