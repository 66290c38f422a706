import { entitlements, type revokeJwt } from '@aegis/contracts';
import type { Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Revoked } from './issuer.row.ts';

type Revocation = Call<typeof revokeJwt>['body'];

/** How long a revoked token is remembered when nobody says when it ends. */
const DEFAULT_DAYS = 30;

/** Without the tokens that have ended by themselves. */
const pruned = (tokens: Record<string, number>, now: number): Record<string, number> =>
  Object.fromEntries(Object.entries(tokens).filter(([, until]) => until > now));

function withToken(revoked: Revoked, id: string, expiresAt: string | undefined, now: number): Revoked {
  const until = expiresAt ? Math.ceil(Date.parse(expiresAt) / 1000) + 300 : now + DEFAULT_DAYS * 86_400;
  return { ...revoked, tokens: { ...pruned(revoked.tokens, now), [id]: until } };
}

/**
 * What is revoked after one more revocation. "Before" is the next second: tokens count whole ones, and one issued
 * just now must not slip through.
 * @throws Problem entitlement_reached
 */
export function revoke(revoked: Revoked, revocation: Revocation, now: number): Revoked {
  const before = now + 1;
  if (revocation.what === 'everything') return { tokens: {}, users: {}, before };
  const next =
    revocation.what === 'token'
      ? withToken(revoked, revocation.token_id, revocation.expires_at, now)
      : { ...revoked, users: { ...revoked.users, [revocation.user]: before } };
  const count = Object.keys(next.tokens).length + Object.keys(next.users).length;
  const { revocations } = entitlements.free;
  if (count > revocations) {
    const detail = `${revocations} tokens and users can be revoked one by one. Revoke everything instead.`;
    throw new Problem('entitlement_reached', { detail });
  }
  return next;
}
