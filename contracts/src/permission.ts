import { z } from 'zod';

/**
 * The permission grammar: `resource:action`. Resources nest with dots; in patterns `*` stands for one segment or
 * the action, a trailing `.**` for a whole subtree, a leading `!` denies. A route's permission may use the path's
 * parameters as segments (`orders.:id:read`). The gateway compiles the same grammar (`lua/aegis/lib/permission.lua`).
 */
const segment = '[A-Za-z0-9_-]{1,64}';
const resource = `${segment}(?:\\.${segment}){0,9}`;
const patternSegment = `(?:${segment}|\\*)`;
const permissionForm = new RegExp(`^${resource}:${segment}$`);
const patternForm = new RegExp(
  `^!?(?:\\*\\*|${patternSegment}(?:\\.${patternSegment}){0,9}(?:\\.\\*\\*)?):(?:${segment}|\\*)$`,
);
const routeForm = new RegExp(`^(?:${segment}|:${segment})(?:\\.(?:${segment}|:${segment})){0,9}:${segment}$`);

export const Permission = z
  .string()
  .max(700)
  .regex(permissionForm, 'resource:action, for example orders:read');
export const PermissionPattern = z
  .string()
  .max(700)
  .regex(patternForm, 'for example orders:read, orders.*:read, orders.**:*, !orders:delete or **:*');
export const RoutePermission = z
  .string()
  .max(700)
  .regex(routeForm, 'resource:action, for example orders:read or orders.:id:read');

/** Whether a pattern speaks about a permission, as what it allows or (with `!`) denies. Both of the grammar above. */
export function patternCovers(pattern: string, permission: string): boolean {
  const [resourcePattern = '', actionPattern = ''] = pattern.replace(/^!/, '').split(':');
  const [resource = '', action = ''] = permission.split(':');
  if (actionPattern !== '*' && actionPattern !== action) return false;
  const have = resourcePattern.split('.');
  const wanted = resource.split('.');
  const subtree = have.at(-1) === '**';
  if (subtree) have.pop();
  if (subtree ? wanted.length < have.length : wanted.length !== have.length) return false;
  return have.every((segment, i) => segment === '*' || segment === wanted[i]);
}

/** What patterns say about a permission; a deny wins, and `undefined` is nothing said. */
export function patternsSay(patterns: readonly string[], permission: string): boolean | undefined {
  const covering = patterns.filter((pattern) => patternCovers(pattern, permission));
  if (covering.some((pattern) => pattern.startsWith('!'))) return false;
  return covering.length > 0 ? true : undefined;
}
