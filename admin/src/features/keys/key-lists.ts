import type { ApiKey, DocumentName, listKeys } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { listPage, type Page } from '../../platform/database/page.ts';
import type { Call } from '../../platform/http/call.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { onlyApp, seeApp } from '../app-access/index.ts';
import { keyColumns, keyStatus, keyView, type StoredKey } from './key.row.ts';

type Filters = Call<typeof listKeys>['query'];

const sorts = {
  created_at: { column: 'k.created_at', type: 'timestamptz' },
  name: { column: 'k.name_key', type: 'text' },
} as const;

/** Lists of API keys: of one app, and of the whole company. */
@Injectable()
export class KeyLists {
  constructor(
    private readonly db: Database,
    private readonly liveness: LivenessReader,
    private readonly clock: Clock,
  ) {}

  /** @param appId absent: of all apps that the caller sees */
  async list(ctx: CustomerContext, appId: string | undefined, query: Filters): Promise<Page<ApiKey>> {
    const app = appId ?? onlyApp(ctx);
    const { environment, status } = query;
    const conditions = [
      { sql: 'k.customer_id = ?', values: [ctx.customer.id] },
      ...(app ? [{ sql: 'k.app_id = ?', values: [app] }] : []),
      ...(environment ? [{ sql: 'k.environment = ?', values: [environment] }] : []),
      ...(status ? [{ sql: keyStatus[status], values: [] }] : []),
    ];
    const page = await this.db.asCustomer(ctx, async (tx) => {
      if (appId) await seeApp(tx, ctx, appId);
      return listPage<StoredKey>(
        tx,
        {
          select: keyColumns,
          from: 'api_keys k JOIN apps a ON a.id = k.app_id AND a.deleted_at IS NULL',
          where: conditions,
          sorts,
          defaultSort: '-created_at',
          id: { column: 'k.id', type: 'uuid' },
          searchKeys: ['k.name_key'],
        },
        query,
      );
    });
    const groups = page.items.map(({ hash }): DocumentName[] => [`key:${hash}`]);
    const found = await this.liveness.ofAll(groups);
    const now = this.clock.now();
    const items = page.items.flatMap((row, i) => {
      const liveness = found[i];
      return liveness ? [keyView(row, liveness, now)] : [];
    });
    return { ...page, items };
  }
}
