import { createRole, type RoleBody } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { roleChanges, roleFlags } from '../../change/role-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class RolesCreate extends AegisCommand {
  static override summary = 'Add a role';
  static override examples = [
    '<%= config.bin %> <%= command.id %> viewer --app shop --permission orders.**:read',
    "<%= config.bin %> <%= command.id %> admin --app shop --inherits viewer -p '**:*' -p '!orders:purge'",
  ];
  static override args = { name: Args.string({ required: true, description: 'Name, as tokens say it.' }) };
  static override flags = { ...appFlag, ...changeFlags, ...roleFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RolesCreate);
    const { data: app } = await findApp(this.api, flags.app);
    // The server, and --dry-run here, check it against the contract.
    const body = { ...(await roleChanges(flags)), name: args.name } as RoleBody;
    const input = { params: { app_id: app.id }, body };
    return await this.change(createRole, input, flags, ({ name }) => `Created role ${name}.`);
  }
}
