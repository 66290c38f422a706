import type { JwtIssuer } from '@aegis/contracts';
import type { Decoded } from './decode.ts';

/** Which of an app's identity providers the gateway would ask about a token, and whether it has a key to try. */
export interface Asked {
  issuer: string | null;
  reason: string;
}

/** A token that names a key is only tried with that key, or with one that has no name. */
export function askedIssuer({ header, claims }: Decoded, issuers: readonly JwtIssuer[]): Asked {
  const issuer = issuers.find((one) => one.issuer === claims.iss);
  if (!issuer) return { issuer: null, reason: 'no identity provider of the app has this iss' };
  const { kid, alg } = header;
  const named = issuer.keys.filter((key) => kid === undefined || key.kid === undefined || key.kid === kid);
  if (named.length === 0) return { issuer: issuer.name, reason: 'it has no key of this kid' };
  const usable = named.some(({ algorithms }) => algorithms.some((one) => one === alg));
  const reason = usable ? 'it has a key to check the signature with' : 'it has no key for this alg';
  return { issuer: issuer.name, reason };
}
