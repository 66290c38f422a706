import { redisKeys } from '@aegis/contracts';
import type { Redis } from 'ioredis';
import { messageOf } from '../log.ts';
import { type ConfVerifier, confKey, type SignedConf } from './signed-conf.ts';

/** What Redis holds is no nginx.conf of this platform. */
export class UnusableConf extends Error {}

/** More than any header line of a signed text: name, key id, revision and signature. */
const HEADER_BYTES = 128;

/** The published nginx.conf in the configuration Redis. */
export class ConfSource {
  readonly #redis: Redis;
  readonly #verifier: ConfVerifier;
  #seen = '';

  constructor(redis: Redis, verifier: ConfVerifier) {
    this.#redis = redis;
    this.#verifier = verifier;
  }

  /**
   * What was published since the last answer; undefined when nothing was, or nothing is there (an empty store is
   * no configuration). Looks at the first bytes, so that asking every second costs next to nothing.
   * @throws UnusableConf once per text that this platform did not sign; another Error when Redis is away
   */
  async news(): Promise<SignedConf | undefined> {
    const header = await this.#redis.getrange(confKey, 0, HEADER_BYTES);
    if (header === '' || header === this.#seen) return undefined;
    const [envelope, head] = await this.#redis.mget(confKey, redisKeys.head);
    if (!envelope) return undefined;
    this.#seen = header;
    try {
      return this.#verifier.open(envelope, head ? this.#verifier.epochOf(head) : 1);
    } catch (problem) {
      throw new UnusableConf(`${confKey}: ${messageOf(problem)}`);
    }
  }
}
