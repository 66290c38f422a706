import { getTenant, putTenant } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class TenantsSuspend extends AegisCommand {
  static override summary = 'Refuse every call of a tenant';
  static override examples = ['<%= config.bin %> <%= command.id %> acme --app shop --wait'];
  static override args = { tenant: Args.string({ required: true, description: 'Its id.' }) };
  static override flags = { ...appFlag, ...changeFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TenantsSuspend);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, tenant: args.tenant };
    // Looked at first: what is saved below would make one that does not exist.
    const { data: current, etag } = await this.api.call(getTenant, { params });
    const input = { params, body: { status: 'suspended' as const }, ifMatch: etag };
    return await this.change(putTenant, input, flags, ({ id }) => `Suspended tenant ${id}.`, current);
  }
}
