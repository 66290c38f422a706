import {
  type AppDocument,
  AppSettings,
  type CustomerStatus,
  type Environment,
  type LimitPolicy,
} from '@aegis/contracts';
import type { Tx } from '../../platform/database/database.ts';
import type { Env } from '../../platform/env/env.ts';
import { type LimitRow, policyOf } from '../limits/index.ts';
import { type PluginSettings, type UsesOf, usesMaker } from '../plugins/index.ts';
import { type QuotaRow, quotaRecord } from '../quotas/index.ts';
import { authorizationOf, type TenancyRow, tenancyColumns, tenancyOf } from '../tenants/index.ts';

interface Row extends TenancyRow {
  id: string;
  slug: string;
  customer_id: string;
  customer_status: CustomerStatus;
  status: 'active' | 'suspended';
  deleted: boolean;
  settings: unknown;
  plugins: PluginSettings;
  cache_generation: number;
  limits: LimitRow[];
  quotas: QuotaRow[];
  callouts: Environment[];
}

const select = `
  SELECT a.id, a.slug, a.customer_id, c.status AS customer_status, a.status, a.deleted_at IS NOT NULL AS deleted,
    a.settings, a.plugins, a.cache_generation,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name, 'settings', l.settings) ORDER BY l.name)
      FROM limits l WHERE l.app_id = a.id), '[]') AS limits,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', q.id, 'name', q.name, 'settings', q.settings) ORDER BY q.name)
      FROM quotas q WHERE q.app_id = a.id), '[]') AS quotas,
    ARRAY(SELECT o.environment FROM authorize_callouts o WHERE o.app_id = a.id ORDER BY 1) AS callouts,
    ${tenancyColumns}
  FROM apps a JOIN customers c ON c.id = a.customer_id
  WHERE a.id = ANY($1::uuid[])`;

/** Deleted is said as "suspended": absence would look like a gateway that has not heard of the app yet. */
const statusOf = (row: Row): AppDocument['status'] =>
  row.status === 'active' && row.customer_status === 'active' && !row.deleted ? 'active' : 'suspended';

function documentOf(row: Row, usesOf: UsesOf): AppDocument {
  const { limits } = row;
  // Settings that came later than the row get their defaults.
  const settings = AppSettings.parse(row.settings);
  const tenancy = tenancyOf(settings, row);
  const policies = limits.map(policyOf);
  return {
    id: row.id,
    slug: row.slug,
    customer_id: row.customer_id,
    status: statusOf(row),
    path: settings.path,
    api_key: settings.api_key,
    cache_generation: row.cache_generation,
    ...(settings.max_in_flight !== undefined && { max_in_flight: settings.max_in_flight }),
    limit_headers: settings.limit_headers,
    https: settings.https,
    assertion: settings.assertion,
    limits: Object.fromEntries(policies.map((policy): [string, LimitPolicy] => [policy.id, policy])),
    applied_limits: limits.filter((limit) => limit.settings.applies_to_app).map((limit) => limit.id),
    ...(tenancy && { tenancy }),
    authorization: authorizationOf(settings, row),
    ...(row.quotas.length > 0 && { quotas: row.quotas.map(quotaRecord) }),
    plugins: usesOf(row.plugins, row.customer_id),
    ...(row.callouts.length > 0 && { callouts: row.callouts }),
  };
}

/** `app:<app id>` */
export async function renderApps(
  tx: Tx,
  ids: readonly string[],
  env: Env,
): Promise<Map<string, AppDocument>> {
  const rows = await tx.query<Row[]>(select, [ids]);
  const usesOf = usesMaker(env);
  return new Map(rows.map((row) => [row.id, documentOf(row, usesOf)]));
}
