import { Head, NginxDocument, redisKeys } from '@aegis/contracts';
import { openEnvelope, pinnedKeys, platformId } from '@aegis/contracts/node';

export const confKey = redisKeys.document('nginx:conf');

/** A verified nginx.conf with the envelope that proves it. */
export interface SignedConf {
  revision: number;
  /** Grows when an operator goes back to an older state. */
  epoch: number;
  conf: string;
  envelope: string;
}

/** Opens what Redis or the kept copy holds; nothing unsigned gets past it. */
export class ConfVerifier {
  readonly #keys: ReturnType<typeof pinnedKeys>;
  readonly #platform: string;

  constructor(pinned: string) {
    this.#keys = pinnedKeys(pinned);
    this.#platform = platformId(pinned);
  }

  /** @throws EnvelopeError, SyntaxError or ZodError: not a document of this platform. */
  open(envelope: string, epoch: number): SignedConf {
    const { revision, text } = openEnvelope(this.#keys, this.#platform, confKey, envelope);
    const { conf } = NginxDocument.parse(JSON.parse(text));
    return { revision, epoch, conf, envelope };
  }

  /** Epoch of the signed head. @throws as `open` */
  epochOf(head: string): number {
    const { text } = openEnvelope(this.#keys, this.#platform, redisKeys.head, head);
    return Head.parse(JSON.parse(text)).epoch;
  }
}
