import { deleteTenantTier } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findTier } from '../../lookup.ts';

export default class TiersDelete extends AegisCommand {
  static override summary = 'Remove a tenant tier that no tenant is in';
  static override examples = ['<%= config.bin %> <%= command.id %> gold --app shop --yes'];
  static override args = { tier: Args.string({ required: true, description: 'Name or id of the tier.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TiersDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findTier(this.api, app.id, args.tier);
    const thing = { what: 'tenant tier', name, done: `Removed tenant tier ${name}.` };
    return await this.destroy(deleteTenantTier, { params: { app_id: app.id, id } }, flags, thing);
  }
}
