import {
  type JwtAlgorithm,
  type JwtIssuer,
  JwtIssuerBody,
  JwtKeySource,
  jwtAlgorithms,
} from '@aegis/contracts';
import { z } from 'zod';

/** What the fields of an identity provider hold: of every kind of source all fields, since switching keeps them. */

export type SourceKind = JwtKeySource['kind'];

export const sourceKinds: Record<SourceKind, { label: string; says: string }> = {
  discovery: {
    label: 'Discovery (OpenID Connect)',
    says: 'The issuer is a URL and names its key set itself',
  },
  jwks_url: { label: 'Address of a key set', says: 'Followed: new keys work without a change here' },
  jwks: { label: 'Key set, pasted', says: 'For a provider that cannot be reached from here' },
  public_key: { label: 'One public key', says: 'As PEM, the text between BEGIN and END PUBLIC KEY' },
  secret: { label: 'Shared secret', says: 'Both sides hold it (HMAC); at least as long as the digest' },
};

const publicAlgorithms: readonly JwtAlgorithm[] = Object.entries(jwtAlgorithms).flatMap(([kind, names]) =>
  kind === 'secret' ? [] : names,
);
export const algorithmsOf = (kind: SourceKind): readonly JwtAlgorithm[] =>
  kind === 'secret' ? jwtAlgorithms.secret : publicAlgorithms;
export const usualAlgorithms = (kind: SourceKind): JwtAlgorithm[] =>
  kind === 'secret' ? ['HS256'] : ['RS256', 'ES256', 'EdDSA'];

const SourceForm = z.object({
  kind: z.enum(['discovery', 'jwks_url', 'jwks', 'public_key', 'secret']),
  algorithms: z.array(z.string()),
  url: z.string(),
  /** A key set as JSON text. */
  keys: z.string(),
  pem: z.string(),
  kid: z.string(),
  secret: z.string(),
  encoding: z.string(),
});
type SourceForm = z.infer<typeof SourceForm>;

export const IssuerForm = z.object({
  ...JwtIssuerBody.shape,
  source: SourceForm.transform(sourceOf).pipe(JwtKeySource),
});

/** Fields that were left empty are absent: in a change, what is in force stays. */
function sourceOf(form: SourceForm, context: z.RefinementCtx): z.input<typeof JwtKeySource> {
  const { kind, algorithms, encoding } = form;
  const fields: Record<SourceKind, object> = {
    discovery: {},
    jwks_url: { url: form.url },
    jwks: filled('keys', form.keys.trim() === '' ? undefined : keysOf(form.keys, context)),
    public_key: { ...filled('pem', form.pem.trim()), ...filled('kid', form.kid.trim()) },
    secret: { ...filled('secret', form.secret), encoding },
  };
  return { kind, algorithms, ...fields[kind] } as z.input<typeof JwtKeySource>;
}

const filled = (name: string, value: unknown): object =>
  value === undefined || value === '' ? {} : { [name]: value };

/** The list of a key set, with or without the object around it. */
function keysOf(text: string, context: z.RefinementCtx): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const isSet = typeof value === 'object' && value !== null && !Array.isArray(value) && 'keys' in value;
    return isSet ? value.keys : value;
  } catch {
    context.addIssue({ code: 'custom', path: ['keys'], message: 'This is not JSON' });
    return undefined;
  }
}

const emptySource = { url: '', keys: '', pem: '', kid: '', secret: '', encoding: 'text' };

export const newIssuer: z.input<typeof IssuerForm> = {
  name: '',
  issuer: '',
  source: { ...emptySource, kind: 'discovery', algorithms: usualAlgorithms('discovery') },
  audiences: [],
  leeway_s: 60,
  required_claims: ['exp'],
  claims: { tenant: 'tenant_id', user: 'sub', roles: 'roles', scopes: 'scope' },
};

export function formOf(issuer: JwtIssuer): z.input<typeof IssuerForm> {
  const { name, audiences, leeway_s, required_claims, claims, source } = issuer;
  return {
    name,
    issuer: issuer.issuer,
    audiences,
    leeway_s,
    required_claims,
    claims,
    source: { ...emptySource, ...source },
  };
}
