import { putTenant } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { tenantChanges, tenantFlags } from '../../change/tenant-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class TenantsPut extends AegisCommand {
  static override summary = 'Make a tenant, or change what is named of it; safe to repeat';
  static override examples = [
    '<%= config.bin %> <%= command.id %> acme --app shop --name "Acme Ltd" --tier gold --user ann=admin',
    '<%= config.bin %> <%= command.id %> acme --app shop --tier "" --wait',
  ];
  static override args = {
    tenant: Args.string({ required: true, description: 'The id that you have for it.' }),
  };
  static override flags = { ...appFlag, ...changeFlags, ...tenantFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TenantsPut);
    const { data: app } = await findApp(this.api, flags.app);
    const input = { params: { app_id: app.id, tenant: args.tenant }, body: await tenantChanges(flags) };
    return await this.change(putTenant, input, flags, ({ id, name }) => `Saved tenant ${id} (${name}).`);
  }
}
