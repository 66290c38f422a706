import { type KeyObject, sign, verify } from 'node:crypto';

/**
 * The signed form of a document: one header line, then the JSON text.
 *
 *     aegis1 <key id> <revision> <signature, base64url>\n{...}
 *
 * The Ed25519 signature (RFC 8032) covers platform, Redis key, revision and text, so that a document cannot be
 * moved to another key, another platform or another revision.
 */
export interface Envelope {
  keyId: string;
  revision: number;
  text: string;
}

export class EnvelopeError extends Error {}

function signedBytes(platform: string, redisKey: string, revision: number, text: string): Buffer {
  return Buffer.from(`aegis1\n${platform}\n${redisKey}\n${revision}\n${text}`);
}

export function signEnvelope(
  key: { id: string; privateKey: KeyObject },
  platform: string,
  redisKey: string,
  revision: number,
  text: string,
): string {
  const signature = sign(null, signedBytes(platform, redisKey, revision, text), key.privateKey);
  return `aegis1 ${key.id} ${revision} ${signature.toString('base64url')}\n${text}`;
}

/** @throws EnvelopeError with what is wrong: shape, unknown key or signature. */
export function openEnvelope(
  keys: readonly { id: string; publicKey: KeyObject }[],
  platform: string,
  redisKey: string,
  envelope: string,
): Envelope {
  const match = /^aegis1 ([0-9a-f]{8}) (\d{1,15}) ([A-Za-z0-9_-]{86})\n/.exec(envelope);
  if (!match) throw new EnvelopeError('not a signed document');
  const [header, keyId = '', revisionText = '', signature = ''] = match;
  const key = keys.find((candidate) => candidate.id === keyId);
  if (!key) throw new EnvelopeError(`signed by an unknown key ${keyId}`);
  const text = envelope.slice(header.length);
  const revision = Number(revisionText);
  const bytes = signedBytes(platform, redisKey, revision, text);
  if (!verify(null, bytes, key.publicKey, Buffer.from(signature, 'base64url'))) {
    throw new EnvelopeError('the signature does not fit');
  }
  return { keyId, revision, text };
}
