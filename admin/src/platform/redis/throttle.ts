import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Problem } from '../http/problem.ts';
import { LOGGER } from '../logging/logger.ts';
import { RedisClients } from './redis.ts';

export interface ThrottleRule {
  name: string;
  amount: number;
  periodMs: number;
}

/** Counts and sets the expiry in one step, so that a crash between the two cannot lock anybody out for ever. */
const countScript = `
  local count = redis.call('INCR', KEYS[1])
  if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
  return {count, redis.call('PTTL', KEYS[1])}
`;

/**
 * Limits on sign-in and public calls, counted in Redis for all admin instances. While Redis is away each instance
 * counts for itself: attackers get no free round, and people can still sign in.
 */
@Injectable()
export class Throttle {
  readonly #local = new LocalCounter();

  constructor(
    private readonly redis: RedisClients,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem too_many_attempts */
  async take(rule: ThrottleRule, subject: string): Promise<void> {
    const key = keyOf(rule, subject);
    const [count, remainingMs] = await this.#count(key, rule.periodMs);
    if (count > rule.amount) {
      throw new Problem('too_many_attempts', { retryAfter: Math.max(1, Math.ceil(remainingMs / 1000)) });
    }
  }

  /** Forgets the count after a success. */
  async forgive(rule: ThrottleRule, subject: string): Promise<void> {
    const key = keyOf(rule, subject);
    this.#local.delete(key);
    if (this.redis.state.status === 'ready') await this.redis.state.del(key).catch(() => undefined);
  }

  /** Nobody waits at the sign-in page for a reconnect. */
  async #count(key: string, periodMs: number): Promise<[number, number]> {
    if (this.redis.state.status !== 'ready') return this.#local.count(key, periodMs);
    try {
      return (await this.redis.state.eval(countScript, 1, key, periodMs)) as [number, number];
    } catch (error) {
      this.logger.warn({ reason: (error as Error).message }, 'throttle: counting locally');
      return this.#local.count(key, periodMs);
    }
  }
}

/** The subject is hashed: addresses and e-mail addresses do not lie around in Redis. */
const keyOf = (rule: ThrottleRule, subject: string): string =>
  `aegis:1:throttle:${rule.name}:${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;

const LOCAL_BOUND = 10_000;

class LocalCounter {
  readonly #counts = new Map<string, { count: number; until: number }>();

  count(key: string, periodMs: number): [number, number] {
    const now = Date.now();
    let entry = this.#counts.get(key);
    if (!entry || entry.until <= now) entry = { count: 0, until: now + periodMs };
    entry.count += 1;
    this.#counts.delete(key);
    this.#counts.set(key, entry);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > LOCAL_BOUND && oldest !== undefined) this.#counts.delete(oldest);
    return [entry.count, entry.until - now];
  }

  delete(key: string): void {
    this.#counts.delete(key);
  }
}
