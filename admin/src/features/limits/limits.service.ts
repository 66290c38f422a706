import type { createLimit, replaceLimit } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { Call } from '../../platform/http/call.ts';
import { AppPart } from '../app-access/index.ts';
import { insertLimit, type LimitView, limitKind, type StoredLimit, updateLimit } from './limit.row.ts';

/** Rate limits of an app. */
@Injectable()
export class LimitsService extends AppPart<StoredLimit, LimitView> {
  protected readonly kind = limitKind;

  create(call: Call<typeof createLimit>) {
    const { ctx, params, body } = call;
    return this.add(call, (tx) => insertLimit(tx, ctx.customer.id, params.app_id, body));
  }

  replace(call: Call<typeof replaceLimit>) {
    return this.change(call, (tx, { id }) => updateLimit(tx, id, call.body));
  }
}
