import { deleteRole } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findRole } from '../../lookup.ts';

export default class RolesDelete extends AegisCommand {
  static override summary = 'Remove a role that nobody has and no role inherits';
  static override examples = ['<%= config.bin %> <%= command.id %> viewer --app shop --yes'];
  static override args = { role: Args.string({ required: true, description: 'Name or id of the role.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RolesDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findRole(this.api, app.id, args.role);
    const thing = { what: 'role', name, done: `Removed role ${name}.` };
    return await this.destroy(deleteRole, { params: { app_id: app.id, id } }, flags, thing);
  }
}
