import {
  createQuota,
  deleteQuota,
  getQuota,
  getQuotaUsage,
  listQuotas,
  replaceQuota,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { QuotasService } from './quotas.service.ts';

@Controller()
export class QuotasController {
  constructor(private readonly quotas: QuotasService) {}

  @Handles(listQuotas)
  list(call: Call<typeof listQuotas>): Promise<Answer<typeof listQuotas>> {
    return this.quotas.list(call);
  }

  @Handles(createQuota)
  create(call: Call<typeof createQuota>): Promise<Answer<typeof createQuota>> {
    return this.quotas.create(call);
  }

  @Handles(getQuota)
  get(call: Call<typeof getQuota>): Promise<Answer<typeof getQuota>> {
    return this.quotas.get(call);
  }

  @Handles(replaceQuota)
  replace(call: Call<typeof replaceQuota>): Promise<Answer<typeof replaceQuota>> {
    return this.quotas.replace(call);
  }

  @Handles(deleteQuota)
  remove(call: Call<typeof deleteQuota>): Promise<Answer<typeof deleteQuota>> {
    return this.quotas.remove(call);
  }

  @Handles(getQuotaUsage)
  usage(call: Call<typeof getQuotaUsage>): Promise<Answer<typeof getQuotaUsage>> {
    return this.quotas.usage(call);
  }
}
