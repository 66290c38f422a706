import { getTenantTier, replaceTenantTier, type TenantTierBody } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { inputOf } from '../../change/merge.ts';
import { tierChanges, tierFlags } from '../../change/tier-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp, findTier } from '../../lookup.ts';

export default class TiersUpdate extends AegisCommand {
  static override summary = 'Change a tenant tier; what is not named stays as it is';
  static override examples = ['<%= config.bin %> <%= command.id %> gold --app shop --limit roomy --wait'];
  static override args = { tier: Args.string({ required: true, description: 'Name or id of the tier.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...tierFlags,
    rename: Flags.string({ description: 'New name.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TiersUpdate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findTier(this.api, app.id, args.tier);
    const params = { app_id: app.id, id };
    const { data: current, etag } = await this.api.call(getTenantTier, { params });
    const body = {
      ...inputOf(replaceTenantTier, current),
      ...(await tierChanges(flags)),
      name: flags.rename ?? current.name,
    } as TenantTierBody;
    const input = { params, body, ifMatch: etag };
    const done = ({ name }: { name: string }) => `Changed tenant tier ${name}.`;
    return await this.change(replaceTenantTier, input, flags, done, current);
  }
}
