import {
  addGrant,
  deleteTenant,
  deleteTenantUser,
  getTenant,
  getTenantUser,
  listGrants,
  listTenants,
  listTenantUsers,
  putTenant,
  putTenantUser,
  removeGrant,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { GrantsService } from './grants.service.ts';
import { TenantsService } from './tenants.service.ts';
import { UsersService } from './users.service.ts';

@Controller()
export class TenantsController {
  constructor(
    private readonly tenants: TenantsService,
    private readonly users: UsersService,
    private readonly grants: GrantsService,
  ) {}

  @Handles(listTenants)
  list(call: Call<typeof listTenants>): Promise<Answer<typeof listTenants>> {
    return this.tenants.list(call);
  }

  @Handles(putTenant)
  put(call: Call<typeof putTenant>): Promise<Answer<typeof putTenant>> {
    return this.tenants.put(call);
  }

  @Handles(getTenant)
  get(call: Call<typeof getTenant>): Promise<Answer<typeof getTenant>> {
    return this.tenants.get(call);
  }

  @Handles(deleteTenant)
  remove(call: Call<typeof deleteTenant>): Promise<Answer<typeof deleteTenant>> {
    return this.tenants.remove(call);
  }

  @Handles(listTenantUsers)
  listUsers(call: Call<typeof listTenantUsers>): Promise<Answer<typeof listTenantUsers>> {
    return this.users.list(call);
  }

  @Handles(putTenantUser)
  putUser(call: Call<typeof putTenantUser>): Promise<Answer<typeof putTenantUser>> {
    return this.users.put(call);
  }

  @Handles(getTenantUser)
  getUser(call: Call<typeof getTenantUser>): Promise<Answer<typeof getTenantUser>> {
    return this.users.get(call);
  }

  @Handles(deleteTenantUser)
  removeUser(call: Call<typeof deleteTenantUser>): Promise<Answer<typeof deleteTenantUser>> {
    return this.users.remove(call);
  }

  @Handles(listGrants)
  listGrants(call: Call<typeof listGrants>): Promise<Answer<typeof listGrants>> {
    return this.grants.list(call);
  }

  @Handles(addGrant)
  addGrant(call: Call<typeof addGrant>): Promise<Answer<typeof addGrant>> {
    return this.users.grant(call);
  }

  @Handles(removeGrant)
  removeGrant(call: Call<typeof removeGrant>): Promise<Answer<typeof removeGrant>> {
    return this.users.take(call);
  }
}
