import { createRoute, deleteRoute, getRoute, listRoutes, replaceRoute } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { RoutesService } from './routes.service.ts';

@Controller()
export class RoutesController {
  constructor(private readonly routes: RoutesService) {}

  @Handles(listRoutes)
  list(call: Call<typeof listRoutes>): Promise<Answer<typeof listRoutes>> {
    return this.routes.list(call);
  }

  @Handles(createRoute)
  create(call: Call<typeof createRoute>): Promise<Answer<typeof createRoute>> {
    return this.routes.create(call);
  }

  @Handles(getRoute)
  get(call: Call<typeof getRoute>): Promise<Answer<typeof getRoute>> {
    return this.routes.get(call);
  }

  @Handles(replaceRoute)
  replace(call: Call<typeof replaceRoute>): Promise<Answer<typeof replaceRoute>> {
    return this.routes.replace(call);
  }

  @Handles(deleteRoute)
  remove(call: Call<typeof deleteRoute>): Promise<Answer<typeof deleteRoute>> {
    return this.routes.remove(call);
  }
}
