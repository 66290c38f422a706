import { type JwtIssuer, type JwtIssuerBody, jwtAlgorithms } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { usageError } from '../errors.ts';
import { fileFlag } from '../flags.ts';
import { document, fileText } from '../terminal/input.ts';
import { withoutAbsent } from './merge.ts';

const sources = ['jwks-url', 'discovery', 'pem', 'jwks', 'secret-file'] as const;
const othersThan = (name: (typeof sources)[number]) => sources.filter((other) => other !== name);

export const issuerFlags = {
  ...fileFlag,
  issuer: Flags.string({ description: 'What its tokens say as iss, exactly.' }),
  'jwks-url': Flags.string({
    exclusive: othersThan('jwks-url'),
    description: 'Follow the key set at this address.',
  }),
  discovery: Flags.boolean({
    exclusive: othersThan('discovery'),
    description: 'Follow the key set that OpenID Connect Discovery names.',
  }),
  pem: Flags.string({ exclusive: othersThan('pem'), description: 'File with one public key; - for stdin.' }),
  jwks: Flags.string({ exclusive: othersThan('jwks'), description: 'File with a key set; - for stdin.' }),
  'secret-file': Flags.string({
    exclusive: othersThan('secret-file'),
    description: 'File with a shared secret; - for stdin. Never an argument, which others could read.',
  }),
  'secret-encoding': Flags.option({ options: ['text', 'base64'] as const })({
    dependsOn: ['secret-file'],
    description: 'How the secret is written down.',
  }),
  kid: Flags.string({ dependsOn: ['pem'], description: 'Name of the key, as tokens say it.' }),
  algorithm: Flags.string({
    multiple: true,
    options: Object.values(jwtAlgorithms).flat(),
    description: 'Signature to accept; repeat for more. New: HS256 for a secret, else RS256, ES256, EdDSA.',
  }),
  audience: Flags.string({ multiple: true, description: 'Accepted aud; repeat for more. Replaces all.' }),
  leeway: Flags.integer({ min: 0, description: 'Seconds that clocks may differ.' }),
  'required-claim': Flags.string({
    multiple: true,
    description: 'Claim that has to be there; repeat for more. Replaces all.',
  }),
  'tenant-claim': Flags.string({ description: 'Claim that names the tenant; dots for a nested one.' }),
  'user-claim': Flags.string({ description: 'Claim that names the user.' }),
  'roles-claim': Flags.string({ description: 'Claim that holds the roles.' }),
  'scopes-claim': Flags.string({ description: 'Claim that holds the scopes.' }),
};

export interface IssuerFlags {
  file?: string | undefined;
  issuer?: string | undefined;
  'jwks-url'?: string | undefined;
  discovery?: boolean;
  pem?: string | undefined;
  jwks?: string | undefined;
  'secret-file'?: string | undefined;
  'secret-encoding'?: string | undefined;
  kid?: string | undefined;
  algorithm?: string[] | undefined;
  audience?: string[] | undefined;
  leeway?: number | undefined;
  'required-claim'?: string[] | undefined;
  'tenant-claim'?: string | undefined;
  'user-claim'?: string | undefined;
  'roles-claim'?: string | undefined;
  'scopes-claim'?: string | undefined;
}

/** Fields that the file and the flags name, over those of the issuer as it is; flags win. */
export async function issuerChanges(
  flags: IssuerFlags,
  current?: Pick<JwtIssuer, 'source' | 'claims'>,
): Promise<Record<string, unknown>> {
  const fromFile = flags.file === undefined ? {} : await document(flags.file);
  const before = { source: current?.source, claims: current?.claims, ...fromFile };
  return {
    ...fromFile,
    ...withoutAbsent({
      issuer: flags.issuer,
      audiences: flags.audience,
      leeway_s: flags.leeway,
      required_claims: flags['required-claim'],
      claims: claimsOf(flags, before.claims),
      source: await sourceOf(flags, before.source),
    }),
  };
}

function claimsOf(flags: IssuerFlags, before: unknown): object | undefined {
  const named = withoutAbsent({
    tenant: flags['tenant-claim'],
    user: flags['user-claim'],
    roles: flags['roles-claim'],
    scopes: flags['scopes-claim'],
  });
  return Object.keys(named).length === 0 ? undefined : { ...Object(before), ...named };
}

async function sourceOf(flags: IssuerFlags, before: unknown): Promise<object | undefined> {
  const named = await namedSource(flags);
  if (!named) return flags.algorithm && { ...Object(before), algorithms: flags.algorithm };
  const kept: { kind?: unknown; algorithms?: unknown } = Object(before);
  const usual = kept.kind === named.kind ? kept.algorithms : usualAlgorithms(named.kind);
  return { ...named, algorithms: flags.algorithm ?? usual };
}

const usualAlgorithms = (kind: string) => (kind === 'secret' ? ['HS256'] : ['RS256', 'ES256', 'EdDSA']);

/** Where the flags say that the keys come from. */
async function namedSource(flags: IssuerFlags): Promise<{ kind: string } | undefined> {
  if (flags['jwks-url'] !== undefined) return namedBy('jwks_url', { url: flags['jwks-url'] });
  if (flags.discovery) return namedBy('discovery', {});
  if (flags.pem !== undefined)
    return namedBy('public_key', { pem: await fileText(flags.pem), kid: flags.kid });
  if (flags.jwks !== undefined) return namedBy('jwks', { keys: await keySet(flags.jwks) });
  const file = flags['secret-file'];
  if (file === undefined) return undefined;
  const secret = (await fileText(file)).replace(/\r?\n$/, '');
  return namedBy('secret', { secret, encoding: flags['secret-encoding'] });
}

const namedBy = (kind: string, fields: Record<string, unknown>) => ({ kind, ...withoutAbsent(fields) });

async function keySet(file: string): Promise<unknown> {
  const { keys } = await document(file);
  if (Array.isArray(keys)) return keys;
  throw usageError(`${file} is not a key set.`, 'A key set is an object with "keys", a list (RFC 7517).');
}

/** The body of a new issuer. @throws FixableError when nothing says where its keys come from */
export async function newIssuer(name: string, flags: IssuerFlags): Promise<JwtIssuerBody> {
  const body = { ...(await issuerChanges(flags)), name } as unknown as JwtIssuerBody;
  if (body.source !== undefined) return body;
  throw usageError(
    'Where do its keys come from?',
    'One of --discovery, --jwks-url, --jwks, --pem, --secret-file.',
  );
}
