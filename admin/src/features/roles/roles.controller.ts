import { createRole, deleteRole, getRole, listRoles, replaceRole } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { RolesService } from './roles.service.ts';

@Controller()
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  @Handles(listRoles)
  list(call: Call<typeof listRoles>): Promise<Answer<typeof listRoles>> {
    return this.roles.list(call);
  }

  @Handles(createRole)
  create(call: Call<typeof createRole>): Promise<Answer<typeof createRole>> {
    return this.roles.create(call);
  }

  @Handles(getRole)
  get(call: Call<typeof getRole>): Promise<Answer<typeof getRole>> {
    return this.roles.get(call);
  }

  @Handles(replaceRole)
  replace(call: Call<typeof replaceRole>): Promise<Answer<typeof replaceRole>> {
    return this.roles.replace(call);
  }

  @Handles(deleteRole)
  remove(call: Call<typeof deleteRole>): Promise<Answer<typeof deleteRole>> {
    return this.roles.remove(call);
  }
}
