import { putTenantUser } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, changeFlags, tenantFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class UsersPut extends AegisCommand {
  static override summary = 'Make a user of a tenant, or change name and roles; safe to repeat';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ann --app shop --tenant acme --role viewer --role clerk',
    '<%= config.bin %> <%= command.id %> ann --app shop --tenant acme --no-roles --wait',
  ];
  static override args = { user: Args.string({ required: true, description: 'Its id, as tokens say it.' }) };
  static override flags = {
    ...appFlag,
    ...tenantFlag,
    ...changeFlags,
    name: Flags.string({ description: 'Name for people.' }),
    role: Flags.string({
      char: 'r',
      multiple: true,
      exclusive: ['no-roles'],
      description: 'Name of a role; repeat for more. Replaces all.',
    }),
    'no-roles': Flags.boolean({ description: 'Take every role.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(UsersPut);
    const { data: app } = await findApp(this.api, flags.app);
    const roles = flags['no-roles'] ? [] : flags.role;
    const body = { ...(flags.name !== undefined && { name: flags.name }), ...(roles && { roles }) };
    const input = { params: { app_id: app.id, tenant: flags.tenant, user: args.user }, body };
    return await this.change(
      putTenantUser,
      input,
      flags,
      (user) => `Saved user ${user.id} of ${user.tenant}: ${user.roles.join(', ') || 'no roles'}.`,
    );
  }
}
