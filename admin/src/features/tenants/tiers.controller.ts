import {
  createTenantTier,
  deleteTenantTier,
  getTenantTier,
  listTenantTiers,
  replaceTenantTier,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { TiersService } from './tiers.service.ts';

@Controller()
export class TiersController {
  constructor(private readonly tiers: TiersService) {}

  @Handles(listTenantTiers)
  list(call: Call<typeof listTenantTiers>): Promise<Answer<typeof listTenantTiers>> {
    return this.tiers.list(call);
  }

  @Handles(createTenantTier)
  create(call: Call<typeof createTenantTier>): Promise<Answer<typeof createTenantTier>> {
    return this.tiers.create(call);
  }

  @Handles(getTenantTier)
  get(call: Call<typeof getTenantTier>): Promise<Answer<typeof getTenantTier>> {
    return this.tiers.get(call);
  }

  @Handles(replaceTenantTier)
  replace(call: Call<typeof replaceTenantTier>): Promise<Answer<typeof replaceTenantTier>> {
    return this.tiers.replace(call);
  }

  @Handles(deleteTenantTier)
  remove(call: Call<typeof deleteTenantTier>): Promise<Answer<typeof deleteTenantTier>> {
    return this.tiers.remove(call);
  }
}
