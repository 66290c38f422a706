import { createHmac } from 'node:crypto';
import type { Environment } from '../vocabulary.ts';
import type { SymmetricKey } from './platform-keys.ts';

/**
 * What a member sends as `X-Aegis-Trace` to have requests traced: `aegis-trace.<key>.<app>.<environment>.<until>.<MAC>`.
 * The MAC (HMAC-SHA-256, base64url) covers everything before it, so that gateways believe it without a look-up.
 */
export const TRACE_HEADER = 'X-Aegis-Trace';
export const MAX_TRACE_TOKEN_SECONDS = 3_600;

export interface TraceTokenClaims {
  appId: string;
  /** `all`: every environment of the app. */
  environment: Environment | 'all';
  /** Seconds since 1970. */
  expiresAt: number;
}

/** @param keys current first, as `gatewayKeys(…).trace` */
export function makeTraceToken(keys: readonly SymmetricKey[], claims: TraceTokenClaims): string {
  const [key] = keys;
  if (!key) throw new Error('no key for trace tokens');
  const signed = `aegis-trace.${key.id}.${claims.appId}.${claims.environment}.${claims.expiresAt}`;
  return `${signed}.${createHmac('sha256', key.key).update(signed).digest('base64url')}`;
}
