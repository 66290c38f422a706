import { listRoles, type Role } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class RolesList extends AegisCommand {
  static override summary = 'Roles of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop'];
  static override flags = { ...appFlag, ...listFlags };

  async run(): Promise<{ items: Role[] }> {
    const { flags } = await this.parse(RolesList);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    return await this.list(flags, (query) => this.api.call(listRoles, { params, query }), {
      name: ({ name }) => name,
      permissions: ({ permissions }) => permissions,
      inherits: ({ inherits }) => inherits,
      description: ({ description }) => description,
    });
  }
}
