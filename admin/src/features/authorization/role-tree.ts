import { type Demand, patternCovers, type Reason } from '@aegis/contracts';

export interface RoleNode {
  id: string;
  name: string;
  permissions: readonly string[];
  inherit_ids: readonly string[];
}

/** A role that counts, with the way that leads to it from one that the caller has. */
export interface Reached {
  role: RoleNode;
  through: string[];
}

/** A role and everything that it inherits, nearest first, each once. */
export function reachedFrom(roles: ReadonlyMap<string, RoleNode>, id: string): Reached[] {
  const first = roles.get(id);
  if (!first) return [];
  const reached: Reached[] = [{ role: first, through: [first.name] }];
  const seen = new Set([id]);
  for (const { role, through } of reached) {
    for (const parent of role.inherit_ids) {
      const next = roles.get(parent);
      if (!next || seen.has(parent)) continue;
      seen.add(parent);
      reached.push({ role: next, through: [...through, next.name] });
    }
  }
  return reached;
}

const effectOf = (pattern: string): Reason['effect'] => (pattern.startsWith('!') ? 'deny' : 'allow');

/** What plain patterns say. */
export const reasonsOf = (source: Reason['source'], patterns: readonly string[], demand: Demand): Reason[] =>
  patterns
    .filter((pattern) => patternCovers(pattern, demand))
    .map((pattern) => ({ effect: effectOf(pattern), pattern, source }));

/** What roles say, with the way to whoever says it. */
export const reasonsOfRoles = (
  source: Reason['source'],
  reached: readonly Reached[],
  demand: Demand,
): Reason[] =>
  reached.flatMap(({ role, through }) =>
    reasonsOf(source, role.permissions, demand).map((reason) => ({
      ...reason,
      role: role.name,
      through,
    })),
  );
