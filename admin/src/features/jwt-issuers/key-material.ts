import { createPublicKey, type KeyObject } from 'node:crypto';
import { type JwtAlgorithm, jwtAlgorithms } from '@aegis/contracts';

/** A public key in force, as it is stored and published. */
export interface PublicKey {
  kid?: string;
  algorithms: JwtAlgorithm[];
  /** SubjectPublicKeyInfo. */
  pem: string;
}

/** Why a key cannot be used; for the person who gave it. */
export class KeyProblem extends Error {}

const MIN_RSA_BITS = 2_048;
const curves: Record<string, 'P-256' | 'P-384' | 'P-521'> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/** Algorithms that a key can be used with at all (RFC 7518 section 3.1, RFC 8037). @throws KeyProblem */
function algorithmsOf(key: KeyObject): readonly JwtAlgorithm[] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    if (bits < MIN_RSA_BITS)
      throw new KeyProblem(`an RSA key of ${bits} bits; ${MIN_RSA_BITS} are the least`);
    return jwtAlgorithms.rsa;
  }
  if (type === 'ed25519') return jwtAlgorithms.okp;
  const curve = type === 'ec' ? curves[details?.namedCurve ?? ''] : undefined;
  if (!curve) throw new KeyProblem(`a key of the type ${type ?? 'unknown'}, which no token is signed with`);
  return jwtAlgorithms[curve];
}

function publicKey(key: KeyObject, kid: string | undefined, wanted: readonly JwtAlgorithm[]): PublicKey {
  const possible = algorithmsOf(key);
  const algorithms = wanted.filter((algorithm) => possible.includes(algorithm));
  if (algorithms.length === 0) throw new KeyProblem(`the key signs with ${possible.join(', ')} only`);
  const pem = key.export({ type: 'spki', format: 'pem' }).toString();
  return { ...(kid !== undefined && { kid }), algorithms, pem };
}

/** @throws KeyProblem */
export function keyOfPem(pem: string, kid: string | undefined, wanted: readonly JwtAlgorithm[]): PublicKey {
  if (/PRIVATE KEY/.test(pem)) throw new KeyProblem('this is a private key; paste the public one');
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw new KeyProblem('not a public key in PEM');
  }
  return publicKey(key, kid, wanted);
}

function keyOfJwk(jwk: Record<string, unknown>, wanted: readonly JwtAlgorithm[]): PublicKey {
  if ('d' in jwk || jwk.kty === 'oct') throw new KeyProblem('a key set for others must not hold secrets');
  let key: KeyObject;
  try {
    key = createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new KeyProblem('not a JSON Web Key');
  }
  const named = typeof jwk.alg === 'string' ? wanted.filter((algorithm) => algorithm === jwk.alg) : wanted;
  return publicKey(key, typeof jwk.kid === 'string' ? jwk.kid : undefined, named);
}

/**
 * The usable keys of a JWK Set (RFC 7517 section 5). Keys for encryption and of other algorithms are left out, since
 * providers publish them side by side.
 * @throws KeyProblem when none is left; it tells why the last one was left out
 */
export function keysOfSet(
  set: readonly Record<string, unknown>[],
  wanted: readonly JwtAlgorithm[],
): PublicKey[] {
  let last = 'it is empty';
  const keys = set
    .filter(({ use }) => use === undefined || use === 'sig')
    .flatMap((jwk) => {
      try {
        return [keyOfJwk(jwk, wanted)];
      } catch (problem) {
        if (!(problem instanceof KeyProblem)) throw problem;
        last = problem.message;
        return [];
      }
    });
  if (keys.length === 0) throw new KeyProblem(`the key set has no key to check tokens with: ${last}`);
  return keys.slice(0, MAX_KEYS);
}

const MAX_KEYS = 20;

/** Bytes of a shared secret, at least as many as the digest has (RFC 7518 section 3.2). @throws KeyProblem */
export function secretBytes(
  secret: string,
  encoding: 'text' | 'base64',
  wanted: readonly JwtAlgorithm[],
): Buffer {
  const bytes = Buffer.from(secret, encoding === 'base64' ? 'base64' : 'utf8');
  const least = Math.max(...wanted.map((algorithm) => Number(algorithm.slice(2)) / 8));
  if (bytes.length < least)
    throw new KeyProblem(`${bytes.length} bytes; ${wanted.join(', ')} needs ${least}`);
  return bytes;
}
