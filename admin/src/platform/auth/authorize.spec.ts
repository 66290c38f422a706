import {
  createRoute,
  createToken,
  getCustomer,
  listGateways,
  listMembers,
  listRoutes,
  login,
  logout,
  type Operation,
  updateCustomer,
  updateMe,
} from '@aegis/contracts';
import type { Caller } from './authenticator.ts';
import { authorize } from './authorize.ts';

const origin = { requestId: 'r', ip: '127.0.0.1', userAgent: '' };
const person = { accountId: 'a', email: 'a@example.test', name: 'A', emailVerified: true };
const session = { kind: 'session', id: 's' } as const;
const token = (scopes: string[], customerId?: string) =>
  ({ kind: 'token', id: 't', scopes, ...(customerId === undefined ? {} : { customerId }) }) as const;

const member = (
  slug: string,
  role: Caller['memberships'][number]['role'],
  status: 'active' | 'pending' = 'active',
) => ({
  customer: { id: `id-${slug}`, slug, name: slug, status },
  role,
});
const caller = (given: Partial<Caller>): Caller => ({
  person,
  credential: session,
  operatorRole: undefined,
  memberships: [],
  ...given,
});

const code = (operation: Operation, who: Caller | undefined, slug?: string): string => {
  try {
    return authorize(operation, origin, who, slug).kind;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('authorize', () => {
  it('lets anybody into public operations, and nobody else in unknown', () => {
    expect(code(login, undefined)).toBe('public');
    expect(code(logout, undefined)).toBe('not_signed_in');
  });

  it('keeps narrow tokens from the account of their maker, except to sign out', () => {
    const narrow = caller({ credential: token(['routes:write']) });
    expect(code(updateMe, narrow)).toBe('not_allowed');
    expect(code(logout, narrow)).toBe('account');
    expect(code(updateMe, caller({ credential: token(['*:*'], 'id-one') }))).toBe('not_allowed');
    expect(code(updateMe, caller({ credential: token(['*:*']) }))).toBe('account');
  });

  it('takes the role of the named company', () => {
    const who = caller({ memberships: [member('one', 'viewer'), member('two', 'developer')] });
    expect(code(createRoute, who, 'one')).toBe('not_allowed');
    expect(code(createRoute, who, 'two')).toBe('customer');
    expect(code(createRoute, who)).toBe('customer_required');
    expect(code(createRoute, who, 'three')).toBe('not_allowed');
  });

  it('tells who is a member of no company so, and others nothing of companies that they are not in', () => {
    const told = (who: Caller) => () => authorize(listRoutes, origin, who, 'three');
    expect(told(caller({ operatorRole: 'owner' }))).toThrow('a member of none');
    expect(told(caller({ memberships: [member('one', 'owner')] }))).toThrow('no member of this company');
  });

  it('holds a token to its company and scopes', () => {
    const memberships = [member('one', 'owner'), member('two', 'owner')];
    const who = caller({ credential: token(['routes:read'], 'id-one'), memberships });
    expect(code(listRoutes, who)).toBe('customer');
    expect(code(listRoutes, who, 'two')).toBe('not_allowed');
    expect(code(createRoute, who)).toBe('not_allowed');
  });

  it("keeps a token limited to an app out of the company's affairs", () => {
    const memberships = [member('one', 'owner')];
    const limited = { ...token(['*:*'], 'id-one'), appId: 'app' };
    const who = caller({ credential: limited, memberships });
    expect(
      [createRoute, getCustomer, updateCustomer, listMembers, createToken].map((op) => code(op, who)),
    ).toEqual(['customer', 'customer', 'not_allowed', 'not_allowed', 'not_allowed']);
  });

  it('lets a company that waits read, and change nothing that carries traffic', () => {
    const who = caller({ memberships: [member('one', 'owner', 'pending')] });
    expect(code(getCustomer, who)).toBe('customer');
    expect(code(createRoute, who)).toBe('customer_not_active');
  });

  it("opens the platform to operators, and to none of a company's tokens", () => {
    expect(code(listGateways, caller({ memberships: [member('one', 'owner')] }))).toBe('not_allowed');
    expect(code(listGateways, caller({ operatorRole: 'viewer' }))).toBe('operator');
    const bound = caller({ operatorRole: 'owner', credential: token(['*:*'], 'id-one') });
    expect(code(listGateways, bound)).toBe('not_allowed');
  });
});
