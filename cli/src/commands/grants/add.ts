import { addGrant } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, changeFlags, tenantFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class GrantsAdd extends AegisCommand {
  static override summary = 'Grant a role to a user of a tenant';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ann admin --app shop --tenant acme --wait',
  ];
  static override args = {
    user: Args.string({ required: true, description: 'Id of the user; made where it is new.' }),
    role: Args.string({ required: true, description: 'Name of the role.' }),
  };
  static override flags = { ...appFlag, ...tenantFlag, ...changeFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(GrantsAdd);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, tenant: flags.tenant, user: args.user, role: args.role };
    return await this.change(
      addGrant,
      { params },
      flags,
      ({ id, tenant, roles }) => `${id} of ${tenant} has: ${roles.join(', ')}.`,
    );
  }
}
