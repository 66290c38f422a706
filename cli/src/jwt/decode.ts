import { usageError } from '../errors.ts';

/** What a JSON Web Token says about itself. Nothing here is proven: whoever holds no key cannot check a signature. */
export interface Decoded {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** @throws FixableError when it is no signed token in the compact form (RFC 7515 section 7.1) */
export function decode(token: string): Decoded {
  const parts = token.split('.');
  const [header, claims] = parts.map(objectOf);
  if (parts.length === 3 && header && claims) return { header, claims };
  throw usageError(
    'That is no JSON Web Token.',
    'It has three parts with dots between, the first begins with eyJ.',
  );
}

function objectOf(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `in 3 days`, `2 minutes ago`. @param seconds since 1970, as tokens count */
export function fromNow(seconds: number, now: number): string {
  const away = Math.round(seconds - now);
  const [unit, size] = units.find(([, length]) => Math.abs(away) >= length) ?? (['second', 1] as const);
  return words.format(Math.round(away / size), unit);
}

const times = {
  iat: ['issued', 'issued'],
  nbf: ['has been valid since', 'becomes valid'],
  exp: ['expired', 'expires'],
} as const;

/** One sentence for each moment that the claims name. */
export function timesInWords(claims: Record<string, unknown>, now: number): string[] {
  return Object.entries(times).flatMap(([name, [past, future]]) => {
    const at = claims[name];
    if (typeof at !== 'number' || Number.isNaN(new Date(at * 1_000).getTime())) return [];
    const verb = at > now ? future : past;
    return [`${verb} ${fromNow(at, now)} (${new Date(at * 1_000).toISOString()})`];
  });
}
