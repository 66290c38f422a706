import type { listTraces, SampleSummary, Trace } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { onlyApp, seeApp } from '../app-access/index.ts';
import { assertPlace, environmentOf, wantedBy } from './filter.ts';
import { refusalOf } from './refusal.ts';
import { type Placed, Samples } from './samples.ts';

type Query = Call<typeof listTraces>['query'];

/** Entries that one look into Redis brings, and the most that one page looks at. */
const LOOK = 500;
const MOST_LOOKS = 20;

const KEPT =
  'Kept for an hour are refused requests, all of development, the first 100 of an environment, those with a trace ' +
  'token, and one in a hundred of the others. Send the request again with a trace token to get its trace: ' +
  '`aegis trace token`, or "Trace a request" in the dashboard.';

/** Traces of requests, for the members of the app that they went to. */
@Injectable()
export class TracesService {
  constructor(
    private readonly db: Database,
    private readonly samples: Samples,
  ) {}

  async list(ctx: CustomerContext, appId: string, query: Query): Promise<Answer<typeof listTraces>> {
    assertPlace('/cursor', query.cursor);
    await this.db.asCustomer(ctx, (tx) => seeApp(tx, ctx, appId));
    const page = await this.#page(appId, query, wantedBy(ctx, query));
    return { ...page, dropped: await this.samples.dropped([appId]) };
  }

  /**
   * @param appId only of this app; of all that the caller may see when left out
   * @throws Problem trace_not_kept that says why there is none, and how to get one
   */
  async find(ctx: CustomerContext, requestId: string, appId?: string): Promise<Trace[]> {
    const apps = await this.#apps(ctx, appId);
    const found = await this.samples.of([...apps.keys()], requestId);
    const only = environmentOf(ctx);
    const traces = found
      .filter(({ sample }) => only === undefined || sample.environment === only)
      .toSorted((a, b) => b.sample.at_ms - a.sample.at_ms)
      .map(({ appId, sample }) => {
        const refusal = refusalOf(sample);
        return { ...sample, app_id: appId, app: apps.get(appId) ?? '', ...(refusal ? { refusal } : {}) };
      });
    if (traces.length === 0) throw await this.#noneKept(apps, requestId, appId);
    return traces;
  }

  async #noneKept(apps: Map<string, string>, requestId: string, appId?: string): Promise<Problem> {
    const dropped = await this.samples.dropped([...apps.keys()]);
    const place = appId === undefined ? 'your apps' : `the app ${apps.get(appId)}`;
    const left =
      dropped > 0 ? ` Within the hour ${dropped} were left out because there were too many at once.` : '';
    const detail = `The request ${requestId} is not among those of ${place}. ${KEPT}${left}`;
    return new Problem('trace_not_kept', { detail });
  }

  /** Id → slug of the apps that the caller may see. */
  async #apps(ctx: CustomerContext, appId?: string): Promise<Map<string, string>> {
    const rows = await this.db.asCustomer(ctx, async (tx) => {
      if (appId !== undefined) await seeApp(tx, ctx, appId);
      return tx.query<{ id: string; slug: string }[]>(
        'SELECT id, slug FROM apps WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id = $1)',
        [appId ?? onlyApp(ctx) ?? null],
      );
    });
    return new Map(rows.map(({ id, slug }) => [id, slug]));
  }

  async #page(appId: string, { limit, cursor }: Query, wanted: (summary: SampleSummary) => boolean) {
    const items: SampleSummary[] = [];
    let before = cursor;
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const found = await this.samples.older(appId, before, LOOK);
      for (const { place, summary } of found.items.filter((one: Placed) => wanted(one.summary))) {
        items.push(summary);
        if (items.length === limit) return { items, next: place };
      }
      if (found.next === undefined) return { items };
      before = found.next;
    }
    return { items, ...(before === undefined ? {} : { next: before }) };
  }
}
