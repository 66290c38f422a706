import { deleteRole, listRoles } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findNamed } from '../../lookup.ts';

export default class RolesDelete extends AegisCommand {
  static override summary = 'Remove a role that nobody has and no role inherits';
  static override examples = ['<%= config.bin %> <%= command.id %> viewer --app shop --yes'];
  static override args = { role: Args.string({ required: true, description: 'Name or id of the role.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RolesDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    const { id, name } = await findNamed('role', args.role, (query) =>
      this.api.call(listRoles, { params, query }),
    );
    const thing = { what: 'role', name, done: `Removed role ${name}.` };
    return await this.destroy(deleteRole, { params: { ...params, id } }, flags, thing);
  }
}
