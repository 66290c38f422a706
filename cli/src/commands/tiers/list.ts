import { listTenantTiers, type TenantTier } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class TiersList extends AegisCommand {
  static override summary = 'Tenant tiers of an app';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop'];
  static override flags = { ...appFlag, ...listFlags };

  async run(): Promise<{ items: TenantTier[] }> {
    const { flags } = await this.parse(TiersList);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    return await this.list(flags, (query) => this.api.call(listTenantTiers, { params, query }), {
      name: ({ name }) => name,
      limits: ({ limits }) => limits,
      quotas: ({ quotas }) => quotas,
      default: ({ is_default }) => (is_default ? 'yes' : 'no'),
      description: ({ description }) => description,
    });
  }
}
