import { getTenant, type Tenant } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class TenantsGet extends AegisCommand {
  static override summary = 'Show one tenant';
  static override examples = ['<%= config.bin %> <%= command.id %> acme --app shop'];
  static override args = { tenant: Args.string({ required: true, description: 'Its id.' }) };
  static override flags = appFlag;

  async run(): Promise<Tenant> {
    const { args, flags } = await this.parse(TenantsGet);
    const { data: app } = await findApp(this.api, flags.app);
    const { data } = await this.api.call(getTenant, { params: { app_id: app.id, tenant: args.tenant } });
    this.show({
      id: data.id,
      name: data.name,
      status: data.status,
      tier: data.tier,
      metadata: Object.entries(data.metadata).map(([field, text]) => `${field}=${text}`),
      since: data.created_at,
      change: describeLiveness(data.liveness),
    });
    return data;
  }
}
