import type { createTenantTier, replaceTenantTier, TenantTier } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { Call } from '../../platform/http/call.ts';
import { AppPart } from '../app-access/index.ts';
import { insertTier, type StoredTier, tierKind, updateTier } from './tier.row.ts';

/** Tenant tiers of an app. */
@Injectable()
export class TiersService extends AppPart<StoredTier, TenantTier> {
  protected readonly kind = tierKind;

  create(call: Call<typeof createTenantTier>) {
    const { ctx, params, body } = call;
    return this.add(call, (tx) => insertTier(tx, ctx.customer.id, params.app_id, body));
  }

  replace(call: Call<typeof replaceTenantTier>) {
    return this.change(call, (tx, { id }) => updateTier(tx, call.params.app_id, id, call.body));
  }
}
