import type { AgentHeartbeat } from '@aegis/contracts';
import { type Log, messageOf } from '../log.ts';
import type { SignedConf } from './signed-conf.ts';
import { UnusableConf } from './source.ts';

export const RELOAD_INTERVAL_MS = 60_000;

export interface FollowerParts {
  /** What was published since it was asked last. @throws Error when it cannot tell */
  news: () => Promise<SignedConf | undefined>;
  /** `nginx -t`. @returns the reason of a refusal */
  test: (conf: SignedConf) => Promise<string | undefined>;
  /** Puts a tested one in its place. */
  accept: (conf: SignedConf) => Promise<void>;
  start: () => Promise<void>;
  reload: () => Promise<void>;
  /** Milliseconds of a clock that never jumps. */
  now: () => number;
  log: Log;
}

type ConfReport = AgentHeartbeat['conf'];

/**
 * Brings published configurations into service: test, swap, start or reload. A refused one changes nothing and is
 * reported with its reason; reloads keep a distance, and of several that came meanwhile only the newest is tried.
 */
export class ConfFollower {
  readonly #parts: FollowerParts;
  #serving: SignedConf | undefined;
  #waiting: SignedConf | undefined;
  #refused: { revision?: number; reason: string } | undefined;
  #reloadedAt: number | undefined;
  #lastReload = Number.NEGATIVE_INFINITY;
  #quietProblem = '';

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  get report(): ConfReport {
    const state = this.#refused ? 'refused' : this.#serving ? 'live' : 'starting';
    return {
      revision: this.#serving?.revision ?? 0,
      state,
      ...(this.#refused?.revision !== undefined && { refused_revision: this.#refused.revision }),
      ...(this.#refused && { reason: this.#refused.reason }),
      ...(this.#reloadedAt !== undefined && { reloaded_at: this.#reloadedAt }),
    };
  }

  /** Starts with the copy that an earlier run kept, when nginx still takes it. */
  async begin(kept: SignedConf | undefined): Promise<void> {
    if (kept) await this.#bring(kept);
  }

  /** One look at what was published; called about every second. */
  async tick(): Promise<void> {
    const found = await this.#news();
    if (found && this.#isNewer(found)) this.#waiting = found;
    const next = this.#waiting;
    if (!next || this.#parts.now() - this.#lastReload < RELOAD_INTERVAL_MS) return;
    await this.#bring(next);
    this.#waiting = undefined;
  }

  async #news(): Promise<SignedConf | undefined> {
    try {
      const found = await this.#parts.news();
      this.#quietProblem = '';
      return found;
    } catch (problem) {
      const reason = messageOf(problem);
      if (problem instanceof UnusableConf) this.#refused = { reason };
      // Redis may be away for hours: say it once.
      if (reason !== this.#quietProblem) this.#parts.log('conf_unavailable', { reason });
      this.#quietProblem = reason;
      return undefined;
    }
  }

  /** An older revision is a replay, unless the operator's own step back is in the signed head. */
  #isNewer(found: SignedConf): boolean {
    const known = this.#waiting ?? this.#serving;
    if (!known) return true;
    if (found.epoch !== known.epoch) return found.epoch > known.epoch;
    return found.revision > known.revision;
  }

  async #bring(conf: SignedConf): Promise<void> {
    const reason = await this.#parts.test(conf);
    if (reason !== undefined) {
      this.#refused = { revision: conf.revision, reason };
      this.#parts.log('conf_refused', this.#refused);
      return;
    }
    await this.#parts.accept(conf);
    this.#refused = undefined;
    await (this.#serving ? this.#reload() : this.#parts.start());
    this.#serving = conf;
    this.#parts.log('conf_live', { revision: conf.revision });
  }

  async #reload(): Promise<void> {
    await this.#parts.reload();
    this.#lastReload = this.#parts.now();
    this.#reloadedAt = Math.floor(Date.now() / 1_000);
  }
}
