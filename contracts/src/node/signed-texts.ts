import type { KeyObject } from 'node:crypto';
import type { Change, DocumentKind, DocumentOf, Head } from '../documents/index.ts';
import { redisKeys } from '../redis-keys.ts';
import { signEnvelope } from './envelope.ts';

/** The three kinds of signed text and the names that they are signed under: a document, the head, a change. */
type Signer = { id: string; privateKey: KeyObject };

export function signDocument<K extends DocumentKind>(
  signer: Signer,
  platform: string,
  kind: K,
  id: string,
  revision: number,
  document: DocumentOf<K>,
): string {
  const redisKey = redisKeys.document(`${kind}:${id}`);
  return signEnvelope(signer, platform, redisKey, revision, JSON.stringify(document));
}

/** Value of `redisKeys.head`. */
export function signHead(signer: Signer, platform: string, head: Head): string {
  return signEnvelope(signer, platform, redisKeys.head, head.revision, JSON.stringify(head));
}

/** Value of the field `change` of the stream entry `<revision>-0` at `redisKeys.changes`. */
export function signChange(signer: Signer, platform: string, change: Change): string {
  const redisKey = redisKeys.document(`change:${change.revision}`);
  return signEnvelope(signer, platform, redisKey, change.revision, JSON.stringify(change));
}
