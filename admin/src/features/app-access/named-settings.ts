import type { Liveness } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import type { Reply } from '../../platform/http/reply.ts';
import { newId } from '../../platform/ids.ts';
import { AppPart } from './app-part.ts';
import type { PartKind, StoredPart } from './part-kind.ts';

/** The row of a part that is a name and settings: what its contract says beside the name stands in one JSON column. */
export interface NamedSettings<Settings extends object> extends StoredPart {
  settings: Settings;
  created_at: Date;
  updated_at: Date;
}

/** What callers see of it. */
type View<Settings extends object> = Settings & {
  id: string;
  name: string;
  created_at: string;
  updated_at: string;
  liveness: Liveness;
};

type Kind<Settings extends object> = PartKind<NamedSettings<Settings>, View<Settings>>;
type OfEveryKind = 'columns' | 'document' | 'lists' | 'view' | 'told';

const columns = 'id, name, settings, version, created_at, updated_at';

/** Such parts live in the app's document: one is live when that is. Lists of them are found by name. */
export function namedSettingsKind<Settings extends object>(
  kind: Omit<Kind<Settings>, OfEveryKind>,
): Kind<Settings> {
  return {
    ...kind,
    columns,
    document: 'app',
    lists: { sorts: { name: { column: 'name', type: 'text' } }, searchKeys: ['name'] },
    view: ({ id, name, settings, created_at, updated_at }, liveness) => ({
      id,
      name,
      ...settings,
      created_at: created_at.toISOString(),
      updated_at: updated_at.toISOString(),
      liveness,
    }),
    told: ({ name, settings }) => ({ name, ...settings }),
  };
}

interface CreateCall<Settings> {
  ctx: CustomerContext;
  params: { app_id: string };
  body: Settings & { name: string };
}
interface ReplaceCall<Settings> extends CreateCall<Settings> {
  params: { app_id: string; id: string };
  ifMatch?: number | undefined;
}

/** Writes such parts. Its table has `customer_id` and `app_id` beside the columns above. */
@Injectable()
export abstract class NamedSettingsPart<Settings extends object> extends AppPart<
  NamedSettings<Settings>,
  View<Settings>
> {
  create(call: CreateCall<Settings>): Promise<Reply<View<Settings>>> {
    const { ctx, params } = call;
    const { name, ...settings } = call.body;
    return this.add(call, async (tx) => {
      const [row] = await tx.query<[NamedSettings<Settings>]>(
        `INSERT INTO ${this.kind.table} (id, customer_id, app_id, name, settings)
         VALUES ($1, $2, $3, $4, $5::jsonb) RETURNING ${columns}`,
        [newId(), ctx.customer.id, params.app_id, name, JSON.stringify(settings)],
      );
      return row;
    });
  }

  replace(call: ReplaceCall<Settings>): Promise<Reply<View<Settings>>> {
    const { name, ...settings } = call.body;
    return this.change(call, async (tx, { id }) => {
      const [[row]] = await tx.query<[[NamedSettings<Settings>], number]>(
        `UPDATE ${this.kind.table} SET name = $2, settings = $3::jsonb, version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING ${columns}`,
        [id, name, JSON.stringify(settings)],
      );
      return row;
    });
  }
}
