import { listTenantUsers, type TenantUser } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags, tenantFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class UsersList extends AegisCommand {
  static override summary = 'Users of a tenant with their roles';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop --tenant acme'];
  static override flags = { ...appFlag, ...tenantFlag, ...listFlags };

  async run(): Promise<{ items: TenantUser[] }> {
    const { flags } = await this.parse(UsersList);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, tenant: flags.tenant };
    return await this.list(flags, (query) => this.api.call(listTenantUsers, { params, query }), {
      id: ({ id }) => id,
      name: ({ name }) => name,
      roles: ({ roles }) => roles,
      since: ({ created_at }) => when(created_at),
    });
  }
}
