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

/** What is asked for: a resource's segments, and the action. */
export interface Demand {
  segments: readonly string[];
  action: string;
}

/** A permission taken apart, or a route's with the path's parameters filled in: each is one segment, whatever it holds. */
export function demandOf(permission: string, params: Record<string, string> = {}): Demand {
  const colon = permission.lastIndexOf(':');
  const segments = permission
    .slice(0, colon)
    .split('.')
    .map((segment) => (segment.startsWith(':') ? (params[segment.slice(1)] ?? '') : segment));
  return { segments, action: permission.slice(colon + 1) };
}

/** Whether a pattern speaks about a demand, as what it allows or (with `!`) denies. */
export function patternCovers(pattern: string, { segments, action }: Demand): boolean {
  const [resource = '', actionPattern = ''] = pattern.replace(/^!/, '').split(':');
  if (actionPattern !== '*' && actionPattern !== action) return false;
  const have = resource.split('.');
  const subtree = have.at(-1) === '**';
  if (subtree) have.pop();
  if (subtree ? segments.length < have.length : segments.length !== have.length) return false;
  return have.every((segment, i) => segment === '*' || segment === segments[i]);
}

/** What patterns say about a demand or a permission; a deny wins, and `undefined` is nothing said. */
export function patternsSay(patterns: readonly string[], asked: Demand | string): boolean | undefined {
  const demand = typeof asked === 'string' ? demandOf(asked) : asked;
  const covering = patterns.filter((pattern) => patternCovers(pattern, demand));
  if (covering.some((pattern) => pattern.startsWith('!'))) return false;
  return covering.length > 0 ? true : undefined;
}
