import { setTimeout as pause } from 'node:timers/promises';
import type { SampleSummary, tailTraces } from '@aegis/contracts';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { seeApp } from '../app-access/index.ts';
import { assertPlace, wantedBy } from './filter.ts';
import { Samples } from './samples.ts';

type Query = Call<typeof tailTraces>['query'];

const LOOK_EVERY_MS = 250;
/** Entries of one look; an answer tells no more of them. */
const LOOK = 200;
/** Longer than the longest wait and the way to the next question. */
const LEASE_SECONDS = 20;
const MOST_WATCHERS_OF_AN_APP = 20;
const RETRY_AFTER_SECONDS = 5;

/** Requests of an app as they come, for whoever asks again and again. */
@Injectable()
export class LiveLog implements OnApplicationShutdown {
  readonly #watchers = new Map<string, number>();
  readonly #stopping = new AbortController();

  constructor(
    private readonly db: Database,
    private readonly samples: Samples,
  ) {}

  /** Nobody waits for a service that leaves. */
  onApplicationShutdown(): void {
    this.#stopping.abort();
  }

  async follow(ctx: CustomerContext, appId: string, query: Query): Promise<Answer<typeof tailTraces>> {
    assertPlace('/after', query.after);
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, appId));
    const now = await this.samples.listen(appId, LEASE_SECONDS);
    const found =
      query.after === undefined
        ? { items: [], place: now }
        : await this.#watched(appId, () =>
            this.#next(appId, query.after ?? now, query.wait, wantedBy(ctx, query)),
          );
    return { ...found, dropped: await this.samples.dropped([appId]) };
  }

  async #watched<T>(appId: string, watch: () => Promise<T>): Promise<T> {
    const watchers = this.#watchers.get(appId) ?? 0;
    if (watchers >= MOST_WATCHERS_OF_AN_APP) {
      const detail = `${MOST_WATCHERS_OF_AN_APP} others watch this app already.`;
      throw new Problem('too_many_attempts', { detail, retryAfter: RETRY_AFTER_SECONDS });
    }
    this.#watchers.set(appId, watchers + 1);
    try {
      return await watch();
    } finally {
      const left = (this.#watchers.get(appId) ?? 1) - 1;
      if (left === 0) this.#watchers.delete(appId);
      else this.#watchers.set(appId, left);
    }
  }

  async #next(appId: string, after: string, seconds: number, wanted: (summary: SampleSummary) => boolean) {
    const until = performance.now() + seconds * 1_000;
    let place = after;
    for (;;) {
      const found = await this.samples.newer(appId, place, LOOK);
      const items = found.items.map(({ summary }) => summary).filter(wanted);
      place = found.place;
      const over = performance.now() >= until || this.#stopping.signal.aborted;
      if (items.length > 0 || over) return { items, place };
      await pause(LOOK_EVERY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }
}
