import { type Role } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag } from '../../flags.ts';
import { findApp, findRole } from '../../lookup.ts';

export default class RolesGet extends AegisCommand {
  static override summary = 'Show one role with everything that it inherits';
  static override examples = ['<%= config.bin %> <%= command.id %> admin --app shop'];
  static override args = { role: Args.string({ required: true, description: 'Name or id of the role.' }) };
  static override flags = appFlag;

  async run(): Promise<Role> {
    const { args, flags } = await this.parse(RolesGet);
    const { data: app } = await findApp(this.api, flags.app);
    const role = await findRole(this.api, app.id, args.role);
    this.show({
      name: role.name,
      id: role.id,
      description: role.description,
      permissions: role.permissions,
      inherits: role.inherits,
      'through others': role.inherited.flatMap((one) =>
        one.permissions.map((permission) => `${permission} (${one.role})`),
      ),
      change: describeLiveness(role.liveness),
    });
    return role;
  }
}
