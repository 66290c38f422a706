import { deleteTenantUser } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags, tenantFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class UsersDelete extends AegisCommand {
  static override summary = 'Remove a user of a tenant with its grants';
  static override examples = ['<%= config.bin %> <%= command.id %> ann --app shop --tenant acme --yes'];
  static override args = { user: Args.string({ required: true, description: 'Its id, as tokens say it.' }) };
  static override flags = { ...appFlag, ...tenantFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(UsersDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, tenant: flags.tenant, user: args.user };
    const thing = { what: 'user', name: args.user, done: `Removed user ${args.user} of ${flags.tenant}.` };
    return await this.destroy(deleteTenantUser, { params }, flags, thing);
  }
}
