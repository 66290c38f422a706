import { redisKeys } from '@aegis/contracts';
import { type SymmetricKey, sealText } from '@aegis/contracts/node';

/** A value inside a document that only gateways may read. Renderers mark it; sealing replaces it. */
export class Secret {
  constructor(readonly plain: string) {}
}

/**
 * Replaces every marked secret by its sealed form (AES-256-GCM), bound to the document's Redis key, so that it
 * opens nowhere else.
 */
export function sealSecrets<T>(key: SymmetricKey, name: string, value: T): T {
  const walk = (part: unknown): unknown => {
    if (part instanceof Secret) return { $sealed: sealText(key, redisKeys.document(name), part.plain) };
    if (Array.isArray(part)) return part.map(walk);
    if (part !== null && typeof part === 'object') {
      return Object.fromEntries(Object.entries(part).map(([field, inner]) => [field, walk(inner)]));
    }
    return part;
  };
  return walk(value) as T;
}
