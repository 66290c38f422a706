import { createHmac } from 'node:crypto';
import {
  IssuersDocument,
  type JwtAlgorithm,
  type JwtIssuerRecord,
  type JwtKey,
  redisKeys,
} from '@aegis/contracts';
import { type GatewayKeys, sealText } from '@aegis/contracts/node';
import { exportSPKI, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { ids } from './documents.ts';
import type { Publication } from './publisher.ts';
import { nextId } from './traffic.ts';

export const ISSUER = 'https://id.example';

/** An identity provider's key: signs tokens, and knows the form in which gateways get its public half. */
export interface Signer {
  sign: (claims?: JWTPayload, header?: Partial<JWTHeaderParameters>) => Promise<string>;
  published: JwtKey;
}

const now = () => Math.floor(Date.now() / 1_000);

/** Claims of a token that is good for an hour. */
export const claims = (more: JWTPayload = {}): JWTPayload => ({
  iss: ISSUER,
  sub: 'ann',
  tenant_id: 'acme',
  iat: now(),
  exp: now() + 3_600,
  ...more,
});

export async function publicSigner(algorithm: JwtAlgorithm, kid?: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const named = kid === undefined ? {} : { kid };
  return {
    sign: (more, header) =>
      new SignJWT(claims(more)).setProtectedHeader({ alg: algorithm, ...named, ...header }).sign(privateKey),
    published: { ...named, algorithms: [algorithm], pem: await exportSPKI(publicKey) },
  };
}

/** A shared secret, sealed for the gateways of these keys. */
export function secretSigner(keys: GatewayKeys, algorithm: JwtAlgorithm, secret: string): Signer {
  const [seal] = keys.seal;
  if (!seal) throw new Error('no seal key');
  const context = redisKeys.document(`issuers:${ids.app}`);
  const sealed = sealText(seal, context, Buffer.from(secret).toString('base64url'));
  return {
    sign: (more, header) =>
      new SignJWT(claims(more)).setProtectedHeader({ alg: algorithm, ...header }).sign(Buffer.from(secret)),
    published: { algorithms: [algorithm], secret: { $sealed: sealed } },
  };
}

export function issuer(keys: JwtKey[], settings: Partial<JwtIssuerRecord> = {}): JwtIssuerRecord {
  return {
    id: nextId(),
    name: 'main',
    issuer: ISSUER,
    audiences: [],
    keys,
    refreshable: false,
    leeway_s: 60,
    required_claims: ['exp'],
    claims: { tenant: 'tenant_id', user: 'sub', roles: 'roles', scopes: 'scope' },
    revoked: { tokens: [], users: {} },
    ...settings,
  };
}

export const issuersDocument = (...issuers: JwtIssuerRecord[]): Publication => ({
  kind: 'issuers',
  id: ids.app,
  document: IssuersDocument.parse({ issuers }),
});

const part = (value: string | object): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token of any header and payload, signed as HS256 with any bytes: what an attacker can put together. */
export function forged(
  header: string | object,
  payload: string | object,
  secret: string | Buffer = 'x',
): string {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
