import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * Every key of the platform, derived by HKDF-SHA-256 (RFC 5869) from two secrets:
 * `AEGIS_SECRET` (admin only) and `AEGIS_GATEWAY_SECRET` (admin and gateways). Each may be "current,previous":
 * the first makes new things, all of them still verify and open old ones.
 */
export interface SymmetricKey {
  id: string;
  key: Buffer;
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const MIN_SECRET_LENGTH = 32;

export function splitSecret(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'aegis/1', purpose, 32));
}

/** One base62 character that tells which generation of a secret made a key; travels inside API keys. */
function generationOf(secret: string): string {
  const digest = createHash('sha256').update('aegis/1/generation').update(secret).digest();
  return base62.charAt(digest.readUInt32BE(0) % 62);
}

function derived(secrets: string, purpose: string): SymmetricKey[] {
  return splitSecret(secrets).map((secret) => ({
    id: generationOf(secret),
    key: deriveKey(secret, purpose),
  }));
}

export interface GatewayKeys {
  /** AES-256-GCM for secrets inside documents. */
  seal: SymmetricKey[];
  /** HMAC-SHA-256 for the checksum of API keys. */
  checksum: SymmetricKey[];
  /** HMAC-SHA-256 under which API keys are stored. */
  pepper: SymmetricKey[];
  /** HMAC-SHA-256 for what gateways share through Redis. */
  mac: SymmetricKey[];
  /** HMAC-SHA-256 for trace tokens. */
  trace: SymmetricKey[];
  /** Seeds of the Ed25519 keys with which gateways assert to backends who calls; see `assertionKeySet`. */
  assertion: SymmetricKey[];
}

export function gatewayKeys(gatewaySecret: string): GatewayKeys {
  return {
    seal: derived(gatewaySecret, 'seal'),
    checksum: derived(gatewaySecret, 'checksum'),
    pepper: derived(gatewaySecret, 'pepper'),
    mac: derived(gatewaySecret, 'gateway-mac'),
    trace: derived(gatewaySecret, 'trace-token'),
    assertion: derived(gatewaySecret, 'assertion'),
  };
}

export interface SigningKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The 32 bytes that gateways pin, base64url. */
  pinned: string;
}

/** PKCS #8 header of an Ed25519 private key (RFC 8410); the 32-byte seed follows. */
const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const privateKeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8Ed25519, seed]), format: 'der', type: 'pkcs8' });

/** A public key of `X-Aegis-Assertion` as a JSON Web Key (RFC 8037). */
export interface AssertionKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  alg: 'EdDSA';
  use: 'sig';
}

/** The public halves, current first; backends find a key by the `kid` of an assertion. */
export function assertionKeySet({ assertion }: GatewayKeys): AssertionKey[] {
  return assertion.map(({ id, key }) => {
    const { x } = createPublicKey(privateKeyOf(key)).export({ format: 'jwk' });
    if (x === undefined) throw new Error('an Ed25519 key has no x');
    return { kty: 'OKP', crv: 'Ed25519', x, kid: id, alg: 'EdDSA', use: 'sig' };
  });
}

/** The documents' signing keys. Only the admin can derive them; gateways pin the public halves. */
export function signingKeys(secret: string): SigningKey[] {
  return splitSecret(secret).map((part) => {
    const privateKey = privateKeyOf(deriveKey(part, 'sign'));
    const publicKey = createPublicKey(privateKey);
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const id = createHash('sha256').update(raw).digest('hex').slice(0, 8);
    return { id, privateKey, publicKey, pinned: raw.toString('base64url') };
  });
}

/** SPKI header of an Ed25519 public key (RFC 8410). */
const spkiEd25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** `AEGIS_SIGNING_PUBLIC_KEY`: one or more pinned keys, "current,previous". */
export function pinnedKeys(value: string): { id: string; key: Buffer; publicKey: KeyObject }[] {
  return splitSecret(value).map((pinned) => {
    const key = Buffer.from(pinned, 'base64url');
    if (key.length !== 32) throw new Error('AEGIS_SIGNING_PUBLIC_KEY must hold 32 bytes in base64url');
    const publicKey = createPublicKey({
      key: Buffer.concat([spkiEd25519, key]),
      format: 'der',
      type: 'spki',
    });
    return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key, publicKey };
  });
}

/**
 * The name of a platform inside everything it signs: SHA-256 of the current pinned key, base64url. Takes the value
 * of `AEGIS_SIGNING_PUBLIC_KEY` (gateways) or `signingKeys(...)[0].pinned` (admin); both sides need no further setting.
 * A new current signing key is a new name, so the admin signs every stored document again then.
 */
export function platformId(pinned: string): string {
  const [current] = pinnedKeys(pinned);
  if (!current) throw new Error('no pinned signing key');
  return createHash('sha256').update(current.key).digest('base64url');
}
