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
  readonly #redis: () => Redis;
  readonly platform: string;
  readonly signer: SigningKey;

  constructor(redis: () => Redis, platform: string, signer: SigningKey) {
    this.#redis = redis;
    this.platform = platform;
    this.signer = signer;
  }

  /** Documents, change and head in one transaction. @returns the revision */
  async publish(publications: readonly Publication[]): Promise<number> {
    const previous = this.revision;
    this.revision += 1;
    const change: Change = {
      epoch: this.epoch,
      previous,
      revision: this.revision,
      documents: publications.map(({ kind, id, fact }) => ({ name: `${kind}:${id}`, ...(fact && { fact }) })),
    };
    const release = this.#redis().multi();
    for (const publication of publications) {
      release.set(this.key(publication), this.sign(publication, this.revision));
    }
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

  async writeHead(): Promise<void> {
    await this.#redis().set(redisKeys.head, this.head());
  }
}
