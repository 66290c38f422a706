import { type Action, actions, customerResources, memberMay, operatorMay } from './access.ts';
import { scopeAllows, TokenScope } from './scopes.ts';

describe('the role table', () => {
  it('lets every member read usage and nobody change the audit log', () => {
    expect(memberMay('viewer', 'usage', 'read')).toBe(true);
    for (const action of ['write', 'delete'] as Action[])
      expect(memberMay('owner', 'audit', action)).toBe(false);
  });

  it('gives an owner whatever any other role has', () => {
    for (const resource of customerResources) {
      for (const action of actions) {
        for (const role of ['admin', 'developer', 'billing', 'viewer'] as const) {
          if (memberMay(role, resource, action)) expect(memberMay('owner', resource, action)).toBe(true);
        }
      }
    }
  });

  it('keeps developers from members, billing from keys, viewers from every change', () => {
    expect(memberMay('developer', 'members', 'write')).toBe(false);
    expect(memberMay('billing', 'keys', 'read')).toBe(false);
    const changed = customerResources.filter((resource) => memberMay('viewer', resource, 'write'));
    expect(changed).toEqual(['notifications']);
  });

  it('lets support suspend a company but not delete one', () => {
    expect(operatorMay('support', 'customers', 'write')).toBe(true);
    expect(operatorMay('support', 'customers', 'delete')).toBe(false);
  });
});

describe('token scopes', () => {
  it('reads what it writes, and nothing else', () => {
    expect(scopeAllows(['routes:write'], 'routes', 'read')).toBe(true);
    expect(scopeAllows(['routes:write'], 'routes', 'delete')).toBe(false);
    expect(scopeAllows(['routes:write'], 'keys', 'read')).toBe(false);
    expect(scopeAllows(['*:read'], 'keys', 'read')).toBe(true);
    expect(scopeAllows(['keys:*'], 'keys', 'delete')).toBe(true);
  });

  it.each(['routes', 'routes:', 'routes:read:x', 'cars:read', '*:fly'])('refuses %p', (scope) => {
    expect(TokenScope.safeParse(scope).success).toBe(false);
  });
});
