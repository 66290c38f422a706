import { Slug } from '@aegis/contracts';

const MAX = 40;

/** Slug made from a name: letters without accents, digits, single hyphens. "app" where nothing is left. */
export function slugOf(name: string): string {
  const base = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX)
    .replace(/^-+|-+$/g, '');
  return Slug.safeParse(base).success ? base : 'app';
}

/** The nth form of a slug when earlier ones are taken: `shop`, `shop-2`, `shop-3`, … */
export function numbered(slug: string, attempt: number): string {
  if (attempt === 1) return slug;
  const suffix = `-${attempt}`;
  return `${slug.slice(0, MAX - suffix.length).replace(/-+$/, '')}${suffix}`;
}
