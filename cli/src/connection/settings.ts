import { usageError } from '../errors.ts';
import type { Profile, Profiles } from './profiles.ts';

export type Source = 'flag' | 'environment' | 'profile' | 'default';
export interface Setting<T> {
  value: T;
  source: Source;
}

/** Whom a command talks to and as whom, with where each part came from. */
export interface Settings {
  profile: Setting<string>;
  url: Setting<string>;
  token: Setting<string | undefined>;
  customer: Setting<string | undefined>;
}

export interface ConnectionFlags {
  profile?: string | undefined;
  url?: string | undefined;
  customer?: string | undefined;
}

export const defaultUrl = 'http://localhost:3001';

/** Flag over environment over profile over default. */
export function resolveSettings(
  flags: ConnectionFlags,
  env: NodeJS.ProcessEnv,
  profiles: Profiles,
): Settings {
  const profile = first<string>(
    { value: flags.profile, source: 'flag' },
    { value: env.AEGIS_PROFILE, source: 'environment' },
  ) ?? { value: profiles.current, source: 'profile' };
  const saved = profiles.profiles[profile.value];
  const url = resolveUrl(flags, env, saved);
  const ownsToken = saved !== undefined && saved.url === url.value;
  return {
    profile,
    url,
    token: resolveToken(env, ownsToken ? saved : undefined),
    customer: resolveCustomer(flags, env, ownsToken ? saved : undefined),
  };
}

/** @throws FixableError when something cannot travel in a header: it was pasted wrongly */
export function assertSendable({ token, customer }: Settings): void {
  for (const [name, { value, source }] of Object.entries({ token, customer })) {
    if (value === undefined || /^[\x21-\x7e]+$/.test(value)) continue;
    throw usageError(`The ${name} (${source}) holds characters that none has.`, 'Copy it again.');
  }
}

/** @throws FixableError when somebody names a profile that was never saved: they would talk to the wrong address */
export function assertKnownProfile({ profile }: Settings, saved: Profiles): void {
  if (profile.source === 'profile' || profile.value in saved.profiles) return;
  const known = Object.keys(saved.profiles).join(', ') || 'none';
  const next = `Saved are: ${known}. \`aegis login --profile ${profile.value}\` makes it.`;
  throw usageError(`There is no profile "${profile.value}".`, next);
}

/** @throws FixableError unless it is the origin of an http or https address, optionally with a path */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
    throw usageError(`"${text}" is not an http or https address.`, 'For example: https://aegis.example.com');
  }
  if (url.username !== '' || url.password !== '') {
    throw usageError('The address holds a user or password.', 'Leave it out and use `aegis login`.');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function resolveUrl(flags: ConnectionFlags, env: NodeJS.ProcessEnv, saved: Profile | undefined) {
  const found = first<string>(
    { value: flags.url, source: 'flag' },
    { value: env.AEGIS_URL, source: 'environment' },
    { value: saved?.url, source: 'profile' },
  ) ?? { value: defaultUrl, source: 'default' as const };
  return { ...found, value: parseUrl(found.value) };
}

/** A profile's token goes to the address it was made for and nowhere else: `saved` is absent for another. */
function resolveToken(env: NodeJS.ProcessEnv, saved: Profile | undefined): Setting<string | undefined> {
  const found = first<string>(
    { value: env.AEGIS_TOKEN, source: 'environment' },
    { value: saved?.token, source: 'profile' },
  );
  return found ?? { value: undefined, source: 'default' };
}

function resolveCustomer(flags: ConnectionFlags, env: NodeJS.ProcessEnv, saved: Profile | undefined) {
  const found = first<string>(
    { value: flags.customer, source: 'flag' },
    { value: env.AEGIS_CUSTOMER, source: 'environment' },
    // Another token may belong to another company than the profile's.
    { value: env.AEGIS_TOKEN ? undefined : saved?.customer, source: 'profile' },
  );
  return found ?? { value: undefined, source: 'default' as const };
}

/** Empty text counts as absent, as CI systems hand over unset variables; files bring a line end along. */
function first<T extends string>(
  ...candidates: { value: T | undefined; source: Source }[]
): Setting<T> | undefined {
  for (const { value, source } of candidates) {
    const text = value?.trim() as T | undefined;
    if (text) return { value: text, source };
  }
  return undefined;
}
