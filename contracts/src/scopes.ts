import { z } from 'zod';
import { type Action, actions, customerResources, operatorResources } from './access.ts';

/** Scope of a token for the admin API: `<resource>:<action>`, `*` for all of either. `write` includes `read`. */
const known = new Set<string>([...customerResources, ...operatorResources, '*']);

export const TokenScope = z
  .string()
  .max(60)
  .refine((text) => {
    const [resource = '', action = '', ...rest] = text.split(':');
    return (
      rest.length === 0 &&
      known.has(resource) &&
      (action === '*' || (actions as readonly string[]).includes(action))
    );
  }, 'resource:action, for example routes:write or *:read');

export function scopeAllows(scopes: readonly string[], resource: string, action: Action): boolean {
  return scopes.some((scope) => {
    const [scopeResource, scopeAction] = scope.split(':');
    if (scopeResource !== '*' && scopeResource !== resource) return false;
    return scopeAction === '*' || scopeAction === action || (scopeAction === 'write' && action === 'read');
  });
}
