import { getRole, type RoleBody, replaceRole } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { inputOf } from '../../change/merge.ts';
import { roleChanges, roleFlags } from '../../change/role-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp, findRole } from '../../lookup.ts';

export default class RolesUpdate extends AegisCommand {
  static override summary = 'Change a role; whoever has it follows';
  static override examples = [
    "<%= config.bin %> <%= command.id %> viewer --app shop -p 'orders.**:read' --wait",
  ];
  static override args = { role: Args.string({ required: true, description: 'Name or id of the role.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...roleFlags,
    rename: Flags.string({ description: 'New name.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RolesUpdate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findRole(this.api, app.id, args.role);
    const params = { app_id: app.id, id };
    const { data: current, etag } = await this.api.call(getRole, { params });
    const body = {
      ...inputOf(replaceRole, current),
      ...(await roleChanges(flags)),
      name: flags.rename ?? current.name,
    } as RoleBody;
    const done = ({ name }: { name: string }) => `Changed role ${name}.`;
    return await this.change(replaceRole, { params, body, ifMatch: etag }, flags, done, current);
  }
}
