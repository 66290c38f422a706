import { type Access, memberMay, type Operation, operatorMay, scopeAllows } from '@aegis/contracts';
import type { Context, CustomerContext, Origin } from '../context.ts';
import { Problem } from '../http/problem.ts';
import type { Caller } from './authenticator.ts';

/** Resources that a company may still change while it is not active. */
const openWhileInactive = new Set(['notifications', 'members', 'customer', 'tokens']);

/**
 * Decides whether a caller may call an operation, and as what. Deny by default: an access kind that is not
 * handled here opens nothing. @throws Problem
 */
export function authorize(
  operation: Operation,
  origin: Origin,
  caller: Caller | undefined,
  customerSlug: string | undefined,
): Context {
  const { access } = operation;
  if (access.kind === 'public') return { kind: 'public', origin };
  if (!caller) throw new Problem('not_signed_in');
  switch (access.kind) {
    case 'account':
      return asAccount(operation, origin, caller);
    case 'operator':
      return asOperator(access, origin, caller);
    case 'customer':
      return asCustomer(access, origin, caller, customerSlug);
  }
}

const identityOf = (caller: Caller, origin: Origin) => ({
  origin,
  person: caller.person,
  credential: caller.credential,
});

/** A token of a company, or one with few scopes, may ask who it is, but must not change its maker's account. */
function asAccount(operation: Operation, origin: Origin, caller: Caller): Context {
  const { credential } = caller;
  const wide =
    credential.kind === 'session' ||
    (credential.customerId === undefined && credential.scopes.includes('*:*'));
  if (!wide && operation.method !== 'GET' && operation.id !== 'sessions.logout') {
    throw new Problem('not_allowed', { detail: "This token does not reach its maker's account." });
  }
  return { kind: 'account', ...identityOf(caller, origin) };
}

function asOperator(access: Access & { kind: 'operator' }, origin: Origin, caller: Caller): Context {
  const { credential, operatorRole } = caller;
  if (!operatorRole || !operatorMay(operatorRole, access.resource, access.action)) {
    throw new Problem('not_allowed', { detail: 'Your role on the platform does not allow this.' });
  }
  if (credential.kind === 'token' && credential.customerId !== undefined) {
    throw new Problem('not_allowed', { detail: 'This token belongs to a company, not to the platform.' });
  }
  assertScope(caller, access.resource, access.action);
  return { kind: 'operator', ...identityOf(caller, origin), role: operatorRole };
}

function asCustomer(
  access: Access & { kind: 'customer' },
  origin: Origin,
  caller: Caller,
  slug: string | undefined,
): CustomerContext {
  const { customer, role } = chooseMembership(caller, slug);
  if (!memberMay(role, access.resource, access.action)) {
    throw new Problem('not_allowed', { detail: `The role ${role} does not allow this.` });
  }
  assertScope(caller, access.resource, access.action);
  assertWithinApp(caller, access);
  const changes = access.action !== 'read' && !openWhileInactive.has(access.resource);
  if (customer.status === 'closed' || (changes && customer.status !== 'active')) {
    throw new Problem('customer_not_active', { detail: `The company is ${customer.status}.` });
  }
  return { kind: 'customer', ...identityOf(caller, origin), customer, role };
}

function assertScope(caller: Caller, resource: string, action: 'read' | 'write' | 'delete'): void {
  const { credential } = caller;
  if (credential.kind === 'token' && !scopeAllows(credential.scopes, resource, action)) {
    throw new Problem('not_allowed', { detail: `The token lacks the scope ${resource}:${action}.` });
  }
}

/** What belongs to the company as a whole. Reading the company's name and its revisions is needed to work on an app. */
const companyWide = new Set(['members', 'tokens', 'audit', 'notifications']);

/** A token limited to an app or an environment stays out of the company's affairs, whatever its scopes say. */
function assertWithinApp({ credential }: Caller, access: Access & { kind: 'customer' }): void {
  if (credential.kind !== 'token' || (credential.appId ?? credential.environment) === undefined) return;
  if (companyWide.has(access.resource) || (access.resource === 'customer' && access.action !== 'read')) {
    throw new Problem('not_allowed', {
      detail: 'The token is limited to an app; this belongs to the company.',
    });
  }
}

/** The same answer for a company that does not exist and one that the caller is no member of. */
const noMember = () => new Problem('not_allowed', { detail: 'You are no member of this company.' });

/** Operators who are members of no company get here, too. */
const noCompany = () =>
  new Problem('not_allowed', { detail: 'This belongs to a company, and you are a member of none.' });

function chooseMembership(caller: Caller, slug: string | undefined): Caller['memberships'][number] {
  const { credential, memberships } = caller;
  const bound = credential.kind === 'token' ? credential.customerId : undefined;
  const reachable =
    bound === undefined ? memberships : memberships.filter(({ customer }) => customer.id === bound);
  const candidates =
    slug === undefined ? reachable : reachable.filter(({ customer }) => customer.slug === slug);
  const [only, ...others] = candidates;
  if (!only) throw memberships.length === 0 ? noCompany() : noMember();
  if (others.length > 0) throw new Problem('customer_required');
  return only;
}
