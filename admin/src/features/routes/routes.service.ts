import type { createRoute, replaceRoute } from '@aegis/contracts';
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
    const { ctx, params, body } = call;
    const accept = await this.plugins.accept(body.plugins);
    return this.add(call, async (tx) => {
      await assertUpstream(tx, params.app_id, body.upstream);
      const plugins = accept(ctx.customer.id, {});
      return insertRoute(tx, ctx.customer.id, params.app_id, { ...body, plugins });
    });
  }

  async replace(call: Call<typeof replaceRoute>) {
    const { ctx, params, body } = call;
    const accept = await this.plugins.accept(body.plugins);
    return this.change(call, async (tx, { id, settings }) => {
      await assertUpstream(tx, params.app_id, body.upstream);
      const plugins = accept(ctx.customer.id, settings.plugins);
      return updateRoute(tx, params.app_id, id, { ...body, plugins });
    });
  }
}
