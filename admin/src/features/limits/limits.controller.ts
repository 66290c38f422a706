import { createLimit, deleteLimit, getLimit, listLimits, replaceLimit } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { LimitsService } from './limits.service.ts';

@Controller()
export class LimitsController {
  constructor(private readonly limits: LimitsService) {}

  @Handles(listLimits)
  list(call: Call<typeof listLimits>): Promise<Answer<typeof listLimits>> {
    return this.limits.list(call);
  }

  @Handles(createLimit)
  create(call: Call<typeof createLimit>): Promise<Answer<typeof createLimit>> {
    return this.limits.create(call);
  }

  @Handles(getLimit)
  get(call: Call<typeof getLimit>): Promise<Answer<typeof getLimit>> {
    return this.limits.get(call);
  }

  @Handles(replaceLimit)
  replace(call: Call<typeof replaceLimit>): Promise<Answer<typeof replaceLimit>> {
    return this.limits.replace(call);
  }

  @Handles(deleteLimit)
  remove(call: Call<typeof deleteLimit>): Promise<Answer<typeof deleteLimit>> {
    return this.limits.remove(call);
  }
}
