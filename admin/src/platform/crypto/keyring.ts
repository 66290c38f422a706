import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey, openSealed, type SymmetricKey, sealText, splitSecret } from '@aegis/contracts/node';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../env/env.ts';

/**
 * The admin service's own keys, each derived from AEGIS_SECRET for one purpose. The first of two secrets makes
 * new things, both still open and verify old ones.
 */
@Injectable()
export class Keyring {
  readonly #secrets: string[];
  readonly #atRest: SymmetricKey[];

  constructor(@Inject(ENV) env: Env) {
    this.#secrets = splitSecret(env.AEGIS_SECRET);
    this.#atRest = this.#secrets.map((secret) => {
      const key = deriveKey(secret, 'at-rest');
      return { id: createHmac('sha256', key).update('id').digest('hex').slice(0, 8), key };
    });
  }

  /** HMAC-SHA-256, hex, under the current secret. */
  mac(purpose: string, text: string): string {
    return this.#mac(this.#current, purpose, text);
  }

  /** Whether a MAC was made by the current or the previous secret; in constant time. */
  verifyMac(purpose: string, text: string, mac: string): boolean {
    return this.macs(purpose, text).some((expected) => sameText(expected, mac));
  }

  /** The MACs under every secret in force: what to look up when only the hash is stored. */
  macs(purpose: string, text: string): string[] {
    return this.#secrets.map((secret) => this.#mac(secret, purpose, text));
  }

  /** Seals a secret for storage; `context` names table and row, and opening needs the same. */
  seal(context: string, plain: string): string {
    const [key] = this.#atRest;
    if (!key) throw new Error('no sealing key');
    return sealText(key, context, plain);
  }

  open(context: string, sealed: string): string {
    return openSealed(this.#atRest, context, sealed);
  }

  /** A key that can only be derived again with the caller's own text at hand (idempotency keys). */
  keyWith(purpose: string, text: string): SymmetricKey {
    return { id: purpose, key: deriveKey(`${this.#current}\n${text}`, purpose) };
  }

  get #current(): string {
    const [current] = this.#secrets;
    if (current === undefined) throw new Error('no secret');
    return current;
  }

  #mac(secret: string, purpose: string, text: string): string {
    return createHmac('sha256', deriveKey(secret, `mac/${purpose}`))
      .update(text)
      .digest('hex');
  }
}

/** 256 random bits as text for links, cookies and tokens. */
export const randomText = (): string => randomBytes(32).toString('base64url');

export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
