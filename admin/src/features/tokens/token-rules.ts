import {
  type Action,
  actions,
  type CustomerResource,
  customerResources,
  memberMay,
  scopeAllows,
} from '@aegis/contracts';
import type { CustomerContext } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { TokenRow } from './token.row.ts';

interface Wanted {
  scopes: string[];
  expires_at?: string | undefined;
}

/** A token never exceeds its maker: neither the maker's role nor, when a token makes a token, its scopes. */
export function assertGrantable(ctx: CustomerContext, wanted: Wanted, now: Date): void {
  wanted.scopes.forEach((scope, index) => {
    if (!mayGrant(ctx, scope)) throw Problem.invalid(`/scopes/${index}`, `is more than you may do yourself`);
  });
  if (wanted.expires_at !== undefined && new Date(wanted.expires_at) <= now) {
    throw Problem.invalid('/expires_at', 'is in the past');
  }
}

/** `*` stands for whatever the maker's role covers, so anybody may grant it of what they have. */
function mayGrant(ctx: CustomerContext, scope: string): boolean {
  const [resource = '', action = ''] = scope.split(':');
  if (resource !== '*' && !(customerResources as string[]).includes(resource)) return false;
  if (ctx.credential.kind === 'token' && !covers(ctx.credential.scopes, resource, action)) return false;
  if (resource === '*' || action === '*') return true;
  return memberMay(ctx.role, resource as CustomerResource, action as Action);
}

function covers(scopes: readonly string[], resource: string, action: string): boolean {
  const wantedActions = action === '*' ? actions : [action as Action];
  // For a wildcard resource only a wildcard of the maker's own will do.
  return wantedActions.every((wanted) => scopeAllows(scopes, resource === '*' ? '\u0000' : resource, wanted));
}

/** Personal tokens are their owner's; machine tokens are everybody's who may revoke. */
export function assertMayRevoke(ctx: CustomerContext, row: TokenRow): void {
  const othersPersonal = row.kind === 'personal' && row.account_id !== ctx.person.accountId;
  if (othersPersonal && ctx.role !== 'owner' && ctx.role !== 'admin') throw Problem.notFound('token');
}
