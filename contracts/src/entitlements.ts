/** What a plan lets a company have. A fresh installation has the one plan `free`: no price, generous amounts. */
export interface Entitlements {
  apps: number;
  /** Per app. */
  routes: number;
  /** Per app; revoked and expired keys do not count. */
  keys: number;
  /** Identity providers per app. */
  issuers: number;
  /** Per app. */
  quotas: number;
  /** Revoked tokens and users per identity provider. */
  revocations: number;
  /** Per app. */
  tenants: number;
  /** Tenant tiers per app. */
  tiers: number;
  /** Per tenant. */
  users: number;
  /** Per app. */
  roles: number;
}

export const entitlements = {
  free: {
    apps: 1_000,
    routes: 5_000,
    keys: 100_000,
    issuers: 20,
    quotas: 20,
    revocations: 10_000,
    tenants: 100_000,
    tiers: 100,
    users: 10_000,
    roles: 1_000,
  },
} as const satisfies Record<string, Entitlements>;
