import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { type Environment, environmentTags } from '../vocabulary.ts';
import type { GatewayKeys, SymmetricKey } from './platform-keys.ts';

/**
 * `aegis_<prod|stag|dev>_<32 random base62><9 checksum base62>`.
 *
 * The checksum's first character is the id of the secret's generation, the other eight are the first 48 bits of
 * HMAC-SHA-256(checksum key, everything before the checksum) modulo 62^8. It is keyed, so that made-up keys are
 * refused without any look-up; modulo keeps it exact in Lua's doubles.
 */
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const form = /^aegis_(prod|stag|dev)_([0-9A-Za-z]{32})([0-9A-Za-z])([0-9A-Za-z]{8})$/;

function checksum(key: SymmetricKey, body: string): string {
  let rest = createHmac('sha256', key.key).update(body).digest().readUIntBE(0, 6) % 62 ** 8;
  let digits = '';
  for (let i = 0; i < 8; i += 1) {
    digits = base62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

export function generateApiKey(keys: GatewayKeys, environment: Environment): string {
  const current = keys.checksum[0];
  if (!current) throw new Error('no checksum key');
  const random = Array.from({ length: 32 }, () => base62.charAt(randomInt(62))).join('');
  const body = `aegis_${environmentTags[environment]}_${random}`;
  return `${body}${current.id}${checksum(current, body)}`;
}

export type ParsedApiKey = { ok: true; environment: Environment; hash: string } | { ok: false };

/** Checks form and checksum; gives the hash under which the key is stored and published. */
export function parseApiKey(keys: GatewayKeys, text: string): ParsedApiKey {
  const match = form.exec(text);
  if (!match) return { ok: false };
  const [, tag, random, generation, sum = ''] = match;
  const checksumKey = keys.checksum.find((key) => key.id === generation);
  const pepper = keys.pepper.find((key) => key.id === generation);
  if (!checksumKey || !pepper) return { ok: false };
  const expected = checksum(checksumKey, `aegis_${tag}_${random}`);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(sum))) return { ok: false };
  const environment = (Object.keys(environmentTags) as Environment[]).find(
    (name) => environmentTags[name] === tag,
  );
  if (!environment) return { ok: false };
  return { ok: true, environment, hash: createHmac('sha256', pepper.key).update(text).digest('hex') };
}
