import type { AuditEntry } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import { Database, type Tx } from '../../platform/database/database.ts';
import { listPage, type Page, type PageQuery } from '../../platform/database/page.ts';
import { type AuditRow, auditColumns, auditTables, auditView } from './audit.row.ts';

export interface AuditQuery extends PageQuery {
  resource?: string | undefined;
  resource_id?: string | undefined;
}

@Injectable()
export class AuditService {
  constructor(private readonly db: Database) {}

  ofCustomer(ctx: CustomerContext, query: AuditQuery): Promise<Page<AuditEntry>> {
    return this.db.asCustomer(ctx, (tx) => page(tx, query));
  }

  ofPlatform(query: AuditQuery): Promise<Page<AuditEntry>> {
    return this.db.asPlatform("operators see every company's audit log", (tx) => page(tx, query));
  }
}

async function page(tx: Tx, query: AuditQuery): Promise<Page<AuditEntry>> {
  const found = await listPage<AuditRow>(
    tx,
    {
      select: auditColumns,
      from: auditTables,
      where: [
        ...(query.resource === undefined ? [] : [{ sql: 'e.resource = ?', values: [query.resource] }]),
        ...(query.resource_id === undefined
          ? []
          : [{ sql: 'e.resource_id = ?', values: [query.resource_id] }]),
      ],
      sorts: { at: { column: 'e.at', type: 'timestamptz' } },
      defaultSort: '-at',
      id: { column: 'e.id', type: 'uuid' },
      search: ['e.action', 'e.actor'],
    },
    query,
  );
  return { ...found, items: found.items.map(auditView) };
}
