import { entitlements } from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { namedSettingsKind } from '../app-access/index.ts';
import type { QuotaSettings } from './quota-record.ts';

export const quotaKind = namedSettingsKind<QuotaSettings>({
  table: 'quotas',
  resource: 'quota',
  word: 'quota',
  clashes: { quotas_name: 'The app has a quota of this name.' },
  assertUnused,
  most: { amount: entitlements.free.quotas, words: 'quotas' },
});

async function assertUnused(tx: Tx, appId: string, { id }: { id: string }): Promise<void> {
  const [use] = await tx.query<{ name: string }[]>(
    'SELECT name FROM tenant_tiers WHERE app_id = $1 AND $2::uuid = ANY(quota_ids) LIMIT 1',
    [appId, id],
  );
  if (use) throw new Problem('in_use', { detail: `It is named by the tenant tier ${use.name}.` });
}
