import { createRoute, deleteRoute, getRoute, listRoutes, replaceRoute } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { RoutesService } from './routes.service.ts';

@Controller()
export class RoutesController {
  constructor(private readonly routes: RoutesService) {}

  @Handles(listRoutes)
  async list({ ctx, params, query }: Call<typeof listRoutes>): Promise<Answer<typeof listRoutes>> {
    return this.routes.list(ctx, params.app_id, query);
  }

  @Handles(createRoute)
  async create({ ctx, params, body }: Call<typeof createRoute>): Promise<Answer<typeof createRoute>> {
    return this.routes.create(ctx, params.app_id, body);
  }

  @Handles(getRoute)
  async get({ ctx, params }: Call<typeof getRoute>): Promise<Answer<typeof getRoute>> {
    return this.routes.get(ctx, params.app_id, params.id);
  }

  @Handles(replaceRoute)
  async replace(call: Call<typeof replaceRoute>): Promise<Answer<typeof replaceRoute>> {
    const { ctx, params, body, ifMatch } = call;
    return this.routes.replace(ctx, params.app_id, params.id, body, ifMatch);
  }

  @Handles(deleteRoute)
  remove({ ctx, params }: Call<typeof deleteRoute>): Promise<Answer<typeof deleteRoute>> {
    return this.routes.remove(ctx, params.app_id, params.id);
  }
}
