import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SymmetricKey } from './platform-keys.ts';

/**
 * Secrets inside documents and at rest: AES-256-GCM (NIST SP 800-38D), 96-bit random nonce, text form
 * `s1.<key id>.<nonce>.<ciphertext and tag>` in base64url. The context (a Redis key, a table and row) is
 * authenticated, so a sealed text is worthless anywhere else.
 */
export function sealText(key: SymmetricKey, context: string, plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `s1.${key.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
}

/** @throws Error when the text is not sealed, was made by an unknown key, or belongs to another context. */
export function openSealed(keys: readonly SymmetricKey[], context: string, sealed: string): string {
  const [version, keyId, nonce = '', body = ''] = sealed.split('.');
  const key = keys.find((candidate) => candidate.id === keyId);
  if (version !== 's1' || !key) throw new Error(`cannot open a sealed text: unknown form or key ${keyId}`);
  const bytes = Buffer.from(body, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(nonce, 'base64url'))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}
