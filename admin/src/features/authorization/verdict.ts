import { type AuthorizationCheck, type Demand, patternsSay, type Reason } from '@aegis/contracts';

interface Asked {
  demand: Demand;
  /** Scopes of the key that is sent; they bound everything else. */
  keyScopes: readonly string[] | undefined;
  /** Whether there is a token; a key alone may do what its scopes say. */
  token: boolean;
  /** What token, roles and key say. */
  reasons: readonly Reason[];
}

/** As the gateway decides (`lua/aegis/request/grants.lua`). */
export function verdictOf({ demand, keyScopes, token, reasons }: Asked): AuthorizationCheck['verdict'] {
  if (keyScopes && patternsSay(keyScopes, demand) !== true) return 'denied';
  if (!token) return keyScopes ? 'allowed' : 'open';
  const given = reasons.filter(({ source }) => source !== 'key_scopes');
  if (given.some(({ effect }) => effect === 'deny')) return 'denied';
  return given.length > 0 ? 'allowed' : 'open';
}

interface Belonging {
  settings: { required: boolean; unknown: 'refuse' | 'serve' };
  tenant: AuthorizationCheck['tenant'];
}

/** Why a caller of this tenant gets no further, whatever it may do. */
export function tenantRefusal({ settings, tenant }: Belonging): AuthorizationCheck['refusal'] {
  if (!tenant) return settings.required ? 'tenant_required' : undefined;
  if (tenant.status === 'suspended') return 'tenant_suspended';
  return !tenant.known && settings.unknown === 'refuse' ? 'unknown_tenant' : undefined;
}
