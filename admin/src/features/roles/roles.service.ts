import type { createRole, Role, replaceRole } from '@aegis/contracts';
import { Injectable } from '@nestjs/common';
import type { Call } from '../../platform/http/call.ts';
import { AppPart } from '../app-access/index.ts';
import { insertRole, roleKind, type StoredRole, updateRole } from './role.row.ts';

/** Roles of an app. */
@Injectable()
export class RolesService extends AppPart<StoredRole, Role> {
  protected readonly kind = roleKind;

  create(call: Call<typeof createRole>) {
    const { ctx, params, body } = call;
    return this.add(call, (tx) => insertRole(tx, ctx.customer.id, params.app_id, body));
  }

  replace(call: Call<typeof replaceRole>) {
    return this.change(call, (tx, { id }) => updateRole(tx, call.params.app_id, id, call.body));
  }
}
