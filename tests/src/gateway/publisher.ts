import {
  type Change,
  type DocumentKind,
  type DocumentOf,
  documentSchemas,
  redisKeys,
} from '@aegis/contracts';
import { type SigningKey, signChange, signDocument, signHead } from '@aegis/contracts/node';
import type { Redis } from 'ioredis';

/** One document of a publication. */
export type Publication = {
  [K in DocumentKind]: {
    kind: K;
    id: string;
    document: DocumentOf<K>;
    fact?: 'revoked' | 'suspended';
  };
}[DocumentKind];

/** Signs and releases documents straight into Redis, as the admin's publisher does, without admin and Postgres. */
export class Publisher {
  revision = 0;
  epoch = 1;
  term = 1;
  #newEpoch = false;
  readonly #redis: () => Redis;
  readonly platform: string;
  readonly signer: SigningKey;

  constructor(redis: () => Redis, platform: string, signer: SigningKey) {
    this.#redis = redis;
    this.platform = platform;
    this.signer = signer;
  }

  /** An operator goes back to an older state: the next revision is 1, and the stream begins anew. */
  beginEpoch(): void {
    this.epoch += 1;
    this.revision = 0;
    this.#newEpoch = true;
  }

  /** Documents, change and head in one transaction. @returns the revision */
  publish(publications: readonly Publication[]): Promise<number> {
    return this.#release(publications, (publication) => this.sign(publication, this.revision));
  }

  /** Announces a change whose document was damaged on its way into the store. */
  publishTorn(publication: Publication): Promise<number> {
    return this.publishText(publication, this.sign(publication, this.revision + 1).slice(0, -1));
  }

  /** Announces a change of a document, while the store holds this text for it. */
  publishText(publication: Publication, text: string): Promise<number> {
    return this.#release([publication], () => text);
  }

  async #release(
    publications: readonly Publication[],
    textOf: (publication: Publication) => string,
  ): Promise<number> {
    const previous = this.revision;
    this.revision += 1;
    const change: Change = {
      epoch: this.epoch,
      previous,
      revision: this.revision,
      documents: publications.map(({ kind, id, fact }) => ({ name: `${kind}:${id}`, ...(fact && { fact }) })),
    };
    const release = this.#redis().multi();
    if (this.#newEpoch) release.del(redisKeys.changes);
    this.#newEpoch = false;
    for (const publication of publications) release.set(this.key(publication), textOf(publication));
    release.xadd(
      redisKeys.changes,
      `${this.revision}-0`,
      'change',
      signChange(this.signer, this.platform, change),
    );
    release.set(redisKeys.head, this.head());
    await release.exec();
    return this.revision;
  }

  /** A document whose change gateways do not hear of. */
  async publishSilently(publication: Publication): Promise<number> {
    this.revision += 1;
    await this.#redis()
      .multi()
      .set(this.key(publication), this.sign(publication, this.revision))
      .set(redisKeys.head, this.head())
      .exec();
    return this.revision;
  }

  /** An entry of the stream that somebody without the signing key wrote. */
  async publishUnsignedChange(): Promise<void> {
    this.revision += 1;
    const change = { epoch: this.epoch, previous: this.revision - 1, revision: this.revision, documents: [] };
    const forged = signChange(this.signer, 'another platform', change);
    await this.#redis().multi().xadd(redisKeys.changes, `${this.revision}-0`, 'change', forged).exec();
  }

  key({ kind, id }: { kind: DocumentKind; id: string }): string {
    return redisKeys.document(`${kind}:${id}`);
  }

  sign({ kind, id, document }: Publication, revision: number): string {
    const checked = documentSchemas[kind].parse(document);
    return signDocument(this.signer, this.platform, kind, id, revision, checked);
  }

  head(): string {
    const time = Math.floor(Date.now() / 1_000);
    const head = { term: this.term, epoch: this.epoch, revision: this.revision, time };
    return signHead(this.signer, this.platform, head);
  }
}
