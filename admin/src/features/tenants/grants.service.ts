import type { Grant, listGrants } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { listPage, type Page } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { seeApp } from '../app-access/index.ts';

interface Row {
  tenant: string;
  user: string;
  role: string;
  granted_by: string;
  granted_at: Date;
}

/** Who has which role, over all tenants of an app. */
@Injectable()
export class GrantsService {
  constructor(private readonly db: Database) {}

  async list({ ctx, params, query }: Call<typeof listGrants>): Promise<Page<Grant>> {
    const { role, tenant, user } = query;
    const page = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, params.app_id);
      return listPage<Row>(
        tx,
        {
          select:
            't.external_id AS tenant, u.external_id AS "user", r.name AS role, g.granted_by, g.granted_at',
          from: `grants g JOIN roles r ON r.id = g.role_id JOIN tenant_users u ON u.id = g.user_id
            JOIN tenants t ON t.id = u.tenant_id`,
          where: [
            { sql: 'g.app_id = ?', values: [params.app_id] },
            ...(role ? [{ sql: 'r.name = ?', values: [role] }] : []),
            ...(tenant ? [{ sql: 't.external_id = ?', values: [tenant] }] : []),
            ...(user ? [{ sql: 'u.external_id = ?', values: [user] }] : []),
          ],
          sorts: { granted_at: { column: 'g.granted_at', type: 'timestamptz' } },
          defaultSort: '-granted_at',
          id: { column: 'g.id', type: 'uuid' },
        },
        query,
      );
    });
    return {
      ...page,
      items: page.items.map((row) => ({ ...row, granted_at: row.granted_at.toISOString() })),
    };
  }
}
