import { deleteTenant, getTenant } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class TenantsDelete extends AegisCommand {
  static override summary = 'Remove a tenant with its users and their grants';
  static override examples = ['<%= config.bin %> <%= command.id %> acme --app shop --yes'];
  static override args = { tenant: Args.string({ required: true, description: 'Its id.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TenantsDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, tenant: args.tenant };
    const { id } = (await this.api.call(getTenant, { params })).data;
    const thing = { what: 'tenant', name: id, done: `Removed tenant ${id}.` };
    return await this.destroy(deleteTenant, { params }, flags, thing);
  }
}
