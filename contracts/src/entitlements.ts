/** What a plan lets a company have. A fresh installation has the one plan `free`: no price, generous amounts. */
export interface Entitlements {
  apps: number;
  /** Per app. */
  routes: number;
  /** Per app; revoked and expired keys do not count. */
  keys: number;
}

export const entitlements = {
  free: { apps: 1_000, routes: 5_000, keys: 100_000 },
} as const satisfies Record<string, Entitlements>;
