import { createTenantTier, type TenantTierBody } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { tierChanges, tierFlags } from '../../change/tier-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class TiersCreate extends AegisCommand {
  static override summary = 'Add a tenant tier';
  static override examples = ['<%= config.bin %> <%= command.id %> gold --app shop --limit roomy --default'];
  static override args = { name: Args.string({ required: true, description: 'Name of the tier.' }) };
  static override flags = { ...appFlag, ...changeFlags, ...tierFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TiersCreate);
    const { data: app } = await findApp(this.api, flags.app);
    // The server, and --dry-run here, check it against the contract.
    const body = { ...(await tierChanges(flags)), name: args.name } as TenantTierBody;
    const input = { params: { app_id: app.id }, body };
    return await this.change(createTenantTier, input, flags, ({ name }) => `Created tenant tier ${name}.`);
  }
}
