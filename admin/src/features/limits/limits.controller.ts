import { createLimit, deleteLimit, getLimit, listLimits, replaceLimit } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { LimitsService } from './limits.service.ts';

@Controller()
export class LimitsController {
  constructor(private readonly limits: LimitsService) {}

  @Handles(listLimits)
  async list({ ctx, params, query }: Call<typeof listLimits>): Promise<Answer<typeof listLimits>> {
    return this.limits.list(ctx, params.app_id, query);
  }

  @Handles(createLimit)
  async create({ ctx, params, body }: Call<typeof createLimit>): Promise<Answer<typeof createLimit>> {
    return this.limits.create(ctx, params.app_id, body);
  }

  @Handles(getLimit)
  async get({ ctx, params }: Call<typeof getLimit>): Promise<Answer<typeof getLimit>> {
    return this.limits.get(ctx, params.app_id, params.id);
  }

  @Handles(replaceLimit)
  async replace(call: Call<typeof replaceLimit>): Promise<Answer<typeof replaceLimit>> {
    const { ctx, params, body, ifMatch } = call;
    return this.limits.replace(ctx, params.app_id, params.id, body, ifMatch);
  }

  @Handles(deleteLimit)
  remove({ ctx, params }: Call<typeof deleteLimit>): Promise<Answer<typeof deleteLimit>> {
    return this.limits.remove(ctx, params.app_id, params.id);
  }
}
