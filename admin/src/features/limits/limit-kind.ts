import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { namedSettingsKind } from '../app-access/index.ts';
import type { LimitSettings } from './policy.ts';

export const limitKind = namedSettingsKind<LimitSettings>({
  table: 'limits',
  resource: 'limit',
  word: 'limit',
  clashes: { limits_name: 'The app has a limit of this name.' },
  assertUnused,
});

async function assertUnused(tx: Tx, appId: string, { id }: { id: string }): Promise<void> {
  const [use] = await tx.query<{ what: string }[]>(
    `SELECT 'the route ' || name AS what FROM routes WHERE app_id = $1 AND $2::uuid = ANY(limit_ids)
     UNION ALL
     SELECT 'the API key ' || name FROM api_keys
     WHERE app_id = $1 AND revoked_at IS NULL AND $2::uuid = ANY(limit_ids)
     UNION ALL
     SELECT 'the tenant tier ' || name FROM tenant_tiers WHERE app_id = $1 AND $2::uuid = ANY(limit_ids)
     LIMIT 1`,
    [appId, id],
  );
  if (use) throw new Problem('in_use', { detail: `It is named by ${use.what}.` });
}
