import type { MemberRole } from '@aegis/contracts';
import type { Credential, CustomerContext } from '../../platform/context.ts';
import { assertGrantable, assertMayRevoke } from './token-rules.ts';

const now = new Date('2026-01-01T00:00:00Z');
const ctx = (role: MemberRole, credential: Credential = { kind: 'session', id: 's' }): CustomerContext => ({
  kind: 'customer',
  origin: { requestId: 'r', ip: '127.0.0.1', userAgent: '' },
  person: { accountId: 'me', email: 'me@example.test', name: 'Me', emailVerified: true },
  credential,
  customer: { id: 'c', slug: 'c', name: 'C', status: 'active' },
  role,
});
const bearer = (...scopes: string[]): Credential => ({ kind: 'token', id: 't', scopes });

describe('scopes of a new token', () => {
  it.each<[string, CustomerContext, string[], boolean]>([
    ['what the role may', ctx('developer'), ['routes:delete', 'keys:write'], true],
    ['more than the role may', ctx('viewer'), ['routes:read', 'routes:write'], false],
    ['everything of what one may', ctx('viewer'), ['*:*'], true],
    ['all actions of a resource, within the role', ctx('viewer'), ['routes:*'], true],
    ["an operator's resource", ctx('owner'), ['gateways:read'], false],
    [
      'what the own token covers',
      ctx('owner', bearer('routes:write')),
      ['routes:read', 'routes:write'],
      true,
    ],
    ['more than the own token covers', ctx('owner', bearer('routes:write')), ['routes:delete'], false],
    ['every resource with a token for one', ctx('owner', bearer('routes:*')), ['*:read'], false],
    ['every resource with a token for every one', ctx('owner', bearer('*:read')), ['*:read'], true],
    ['every action with a token for reading', ctx('owner', bearer('*:read')), ['*:*'], false],
  ])('%s', (_, context, scopes, allowed) => {
    const grant = () => assertGrantable(context, { scopes }, now);
    if (allowed) expect(grant).not.toThrow();
    else expect(grant).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('end in the future', () => {
    const until = (expires_at: string) => () =>
      assertGrantable(ctx('owner'), { scopes: ['*:*'], expires_at }, now);
    expect(until('2026-01-02T00:00:00Z')).not.toThrow();
    expect(until('2025-12-31T00:00:00Z')).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('revoking', () => {
  const row = (kind: 'personal' | 'machine', accountId: string) => ({
    id: 't',
    account_id: accountId,
    kind,
    name: 't',
    prefix: 'aegis_pat_abcd',
    scopes: [],
    app_id: null,
    environment: null,
    created_at: now,
    expires_at: null,
    last_used_at: null,
  });

  it("hides a colleague's personal token from all but owners and admins", () => {
    expect(() => assertMayRevoke(ctx('developer'), row('personal', 'other'))).toThrow();
    expect(() => assertMayRevoke(ctx('developer'), row('personal', 'me'))).not.toThrow();
    expect(() => assertMayRevoke(ctx('developer'), row('machine', 'other'))).not.toThrow();
    expect(() => assertMayRevoke(ctx('admin'), row('personal', 'other'))).not.toThrow();
  });
});
