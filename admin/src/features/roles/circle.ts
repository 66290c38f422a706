interface Inheriting {
  name: string;
  inherit_ids: readonly string[];
}

/** Names along the way from a role back to itself, or undefined when its inheritance never comes back. */
export function circleOf(roles: ReadonlyMap<string, Inheriting>, start: string): string[] | undefined {
  const seen = new Set<string>();
  const walk = (id: string): string[] | undefined => {
    const role = roles.get(id);
    if (!role || seen.has(id)) return undefined;
    seen.add(id);
    for (const parent of role.inherit_ids) {
      const rest = parent === start ? [roles.get(start)?.name ?? ''] : walk(parent);
      if (rest) return [role.name, ...rest];
    }
    return undefined;
  };
  return walk(start);
}
