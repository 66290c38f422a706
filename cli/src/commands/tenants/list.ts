import { listTenants, type Tenant, TenantStatus } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class TenantsList extends AegisCommand {
  static override summary = 'Tenants of an app';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop',
    '<%= config.bin %> <%= command.id %> --app shop --search ac --status suspended',
  ];
  static override flags = {
    ...appFlag,
    ...listFlags,
    status: Flags.option({ options: TenantStatus.options })({ description: 'Only these.' }),
    tier: Flags.string({ description: 'Only those of this tenant tier.' }),
  };

  async run(): Promise<{ items: Tenant[] }> {
    const { flags } = await this.parse(TenantsList);
    const { data: app } = await findApp(this.api, flags.app);
    const { status, tier } = flags;
    return await this.list(
      flags,
      (query) =>
        this.api.call(listTenants, { params: { app_id: app.id }, query: { ...query, status, tier } }),
      {
        id: ({ id }) => id,
        name: ({ name }) => name,
        status: ({ status }) => status,
        tier: ({ tier }) => tier,
        since: ({ created_at }) => when(created_at),
      },
    );
  }
}
