import { revokeKey } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findKey } from '../../lookup.ts';

export default class KeysRevoke extends AegisCommand {
  static override summary = 'Refuse an API key from now on';
  static override examples = ['<%= config.bin %> <%= command.id %> "Mobile app" --app shop --yes --wait'];
  static override args = { key: Args.string({ required: true, description: 'Name or id of the key.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(KeysRevoke);
    const { data: app } = await findApp(this.api, flags.app);
    const key = await findKey(this.api, app.id, args.key);
    const thing = { what: 'key', name: key.name, done: `Revoked key ${key.name}.` };
    return await this.destroy(revokeKey, { params: { app_id: app.id, id: key.id } }, flags, thing);
  }
}
