import { Slug } from '@aegis/contracts';

const MAX_LENGTH = 40;

/** Slug made from a name: letters without accents, digits, single hyphens; `fallback` where nothing is left. */
export function slugFrom(name: string, fallback: string): string {
  const base = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  return Slug.safeParse(base).success ? base : fallback;
}

/** The nth form of a slug when earlier ones are taken: `shop`, `shop-2`, `shop-3`, … */
export function numberedSlug(slug: string, attempt: number): string {
  if (attempt === 1) return slug;
  const suffix = `-${attempt}`;
  return `${slug.slice(0, MAX_LENGTH - suffix.length).replace(/-+$/, '')}${suffix}`;
}
