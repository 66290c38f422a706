import type { createRoute, RouteBody, replaceRoute } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { Database } from '../../platform/database/database.ts';
import type { Call } from '../../platform/http/call.ts';
import { LivenessReader } from '../../publishing/liveness.ts';
import { AppPart } from '../app-access/index.ts';
import { KnownPlugins } from '../plugins/index.ts';
import { assertUpstream, insertRoute, updateRoute } from './route.rows.ts';
import { type RouteView, routeKind, type StoredRoute } from './route.ts';

/** Routes of an app. */
@Injectable()
export class RoutesService extends AppPart<StoredRoute, RouteView> {
  protected readonly kind = routeKind;

  constructor(
    db: Database,
    changes: Changes,
    liveness: LivenessReader,
    private readonly plugins: KnownPlugins,
  ) {
    super(db, changes, liveness);
  }

  async create(call: Call<typeof createRoute>) {
    const { ctx, params } = call;
    const body = await this.#checked(call.body);
    return this.add(call, async (tx) => {
      await assertUpstream(tx, params.app_id, body.upstream);
      return insertRoute(tx, ctx.customer.id, params.app_id, body);
    });
  }

  async replace(call: Call<typeof replaceRoute>) {
    const { app_id } = call.params;
    const body = await this.#checked(call.body);
    return this.change(call, async (tx, { id }) => {
      await assertUpstream(tx, app_id, body.upstream);
      return updateRoute(tx, app_id, id, body);
    });
  }

  async #checked(body: RouteBody): Promise<RouteBody> {
    return { ...body, plugins: await this.plugins.check(body.plugins) };
  }
}
