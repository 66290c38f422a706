import { type Customer, type CustomerStatus, Id } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { type Changed, Changes, type TouchedDocument, type Written } from '../../platform/changes/changes.ts';
import type { OperatorContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type CustomerRow, customerColumns, customerView, lockCustomer } from './customer.row.ts';
import { type StateChange, stateAfter } from './customer-states.ts';

interface ListedRow extends CustomerRow {
  owner_email: string;
  apps: number;
  members: number;
}
export type ListedCustomer = Customer & Pick<ListedRow, 'owner_email' | 'apps' | 'members'>;

const listedColumns = `${customerColumns},
  coalesce((SELECT a.email FROM memberships m JOIN accounts a ON a.id = m.account_id
    WHERE m.customer_id = c.id AND m.role = 'owner' ORDER BY m.joined_at, a.id LIMIT 1), '') AS owner_email,
  (SELECT count(*)::int FROM apps p WHERE p.customer_id = c.id AND p.deleted_at IS NULL) AS apps,
  (SELECT count(*)::int FROM memberships m WHERE m.customer_id = c.id) AS members`;

const listedView = (row: ListedRow): ListedCustomer => ({
  ...customerView(row),
  owner_email: row.owner_email,
  apps: row.apps,
  members: row.members,
});

/** Companies as operators see them, and what operators do with them. */
@Injectable()
export class OperatorCustomersService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
  ) {}

  async list(query: PageQuery & { status?: CustomerStatus | undefined }): Promise<Page<ListedCustomer>> {
    const page = await this.db.asPlatform('operators see every company', (tx) =>
      listPage<ListedRow>(
        tx,
        {
          select: listedColumns,
          from: 'customers c',
          where: query.status === undefined ? [] : [{ sql: 'c.status = ?', values: [query.status] }],
          sorts: {
            created_at: { column: 'c.created_at', type: 'timestamptz' },
            name: { column: 'c.name', type: 'text' },
          },
          defaultSort: '-created_at',
          id: { column: 'c.id', type: 'uuid' },
          search: ['c.name', 'c.slug'],
        },
        query,
      ),
    );
    return { ...page, items: page.items.map(listedView) };
  }

  /** By id or slug. */
  async get(idOrSlug: string): Promise<ListedCustomer> {
    const column = Id.safeParse(idOrSlug).success ? 'id' : 'slug';
    const [row] = await this.db.asPlatform('operators see every company', (tx) =>
      tx.query<ListedRow[]>(`SELECT ${listedColumns} FROM customers c WHERE c.${column} = $1`, [idOrSlug]),
    );
    if (!row) throw Problem.notFound('company');
    return listedView(row);
  }

  /** Every app of the company is published anew; a suspension acts before the documents are fetched. */
  change(
    ctx: OperatorContext,
    change: StateChange,
    id: string,
    reason: string | undefined,
  ): Promise<Written<Customer>> {
    return this.changes.write(ctx, `customers.${change}`, async (tx): Promise<Changed<Customer>> => {
      const row = await lockCustomer(tx, id);
      const status = stateAfter(change, row.status);
      await tx.query(
        'UPDATE customers SET status = $2, status_reason = $3, version = version + 1 WHERE id = $1',
        [id, status, reason ?? null],
      );
      return {
        result: customerView({ ...row, status }),
        resource: 'customer',
        resourceId: id,
        customerId: id,
        before: { status: row.status, reason: row.status_reason },
        after: { status, reason: reason ?? null },
        documents: await appDocuments(tx, id, status),
        summary: `${change} ${row.slug}`,
      };
    });
  }
}

async function appDocuments(tx: Tx, customerId: string, status: CustomerStatus): Promise<TouchedDocument[]> {
  const apps = await tx.query<{ id: string }[]>(
    'SELECT id FROM apps WHERE customer_id = $1 AND deleted_at IS NULL ORDER BY id',
    [customerId],
  );
  return apps.map(({ id }) => ({
    name: `app:${id}` as const,
    ...(status === 'active' ? {} : { fact: 'suspended' as const }),
  }));
}
