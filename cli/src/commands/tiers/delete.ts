import { deleteTenantTier, listTenantTiers } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findNamed } from '../../lookup.ts';

export default class TiersDelete extends AegisCommand {
  static override summary = 'Remove a tenant tier that no tenant is in';
  static override examples = ['<%= config.bin %> <%= command.id %> gold --app shop --yes'];
  static override args = { tier: Args.string({ required: true, description: 'Name or id of the tier.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TiersDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    const { id, name } = await findNamed('tenant tier', args.tier, (query) =>
      this.api.call(listTenantTiers, { params, query }),
    );
    const thing = { what: 'tenant tier', name, done: `Removed tenant tier ${name}.` };
    return await this.destroy(deleteTenantTier, { params: { ...params, id } }, flags, thing);
  }
}
