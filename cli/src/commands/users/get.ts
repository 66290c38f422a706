import { getTenantUser, type TenantUser } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag, tenantFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class UsersGet extends AegisCommand {
  static override summary = 'Show one user of a tenant';
  static override examples = ['<%= config.bin %> <%= command.id %> ann --app shop --tenant acme'];
  static override args = { user: Args.string({ required: true, description: 'Its id, as tokens say it.' }) };
  static override flags = { ...appFlag, ...tenantFlag };

  async run(): Promise<TenantUser> {
    const { args, flags } = await this.parse(UsersGet);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, tenant: flags.tenant, user: args.user };
    const { data } = await this.api.call(getTenantUser, { params });
    this.show({
      id: data.id,
      name: data.name,
      tenant: data.tenant,
      roles: data.roles,
      since: data.created_at,
      change: describeLiveness(data.liveness),
    });
    return data;
  }
}
