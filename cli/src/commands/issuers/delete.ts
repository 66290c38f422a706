import { deleteJwtIssuer } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findIssuer } from '../../lookup.ts';

export default class IssuersDelete extends AegisCommand {
  static override summary = 'Stop believing an identity provider; its tokens are refused at once';
  static override examples = ['<%= config.bin %> <%= command.id %> old --app shop --yes'];
  static override args = {
    issuer: Args.string({ required: true, description: 'Name or id of the identity provider.' }),
  };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(IssuersDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findIssuer(this.api, app.id, args.issuer);
    const thing = { what: 'identity provider', name, done: `Removed identity provider ${name}.` };
    return await this.destroy(deleteJwtIssuer, { params: { app_id: app.id, id } }, flags, thing);
  }
}
