import type { AppDocument, AppSettings } from '@aegis/contracts';

export interface TierRow {
  id: string;
  name: string;
  limit_ids: string[];
  quota_ids: string[];
  is_default: boolean;
}

/** SQL that gives the tenant tiers and the flags of the app `a`, as `tenancyOf` takes them. */
export const tenancyColumns = `
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'limit_ids', t.limit_ids,
    'quota_ids', t.quota_ids,
    'is_default', t.is_default) ORDER BY t.name) FROM tenant_tiers t WHERE t.app_id = a.id), '[]') AS tiers,
  EXISTS (SELECT FROM tenants t WHERE t.app_id = a.id) AS has_tenants,
  EXISTS (SELECT FROM roles r WHERE r.app_id = a.id) AS has_roles,
  EXISTS (SELECT FROM grants g WHERE g.app_id = a.id) AS has_grants`;

export interface TenancyRow {
  tiers: TierRow[];
  has_tenants: boolean;
  has_roles: boolean;
  has_grants: boolean;
}

const tierOf = ({ name, limit_ids, quota_ids }: TierRow) => ({
  name,
  limits: limit_ids,
  ...(quota_ids.length > 0 && { quotas: quota_ids }),
});

/** What the app's document says of tenants: nothing where nothing depends on them. */
export function tenancyOf(settings: AppSettings, row: TenancyRow): AppDocument['tenancy'] {
  const { required, unknown } = settings.tenancy;
  const preferred = row.tiers.find((tier) => tier.is_default);
  if (!required && unknown === 'serve' && !preferred && !row.has_tenants) return undefined;
  return {
    required,
    unknown,
    ...(preferred && { default_tier: preferred.id }),
    tiers: Object.fromEntries(row.tiers.map((tier) => [tier.id, tierOf(tier)])),
  };
}

export const authorizationOf = (
  settings: AppSettings,
  row: TenancyRow,
): NonNullable<AppDocument['authorization']> => ({
  trust_token_roles: settings.authorization.trust_token_roles,
  roles: row.has_roles,
  grants: row.has_grants,
});
