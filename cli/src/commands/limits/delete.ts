import { deleteLimit } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findLimit } from '../../lookup.ts';

export default class LimitsDelete extends AegisCommand {
  static override summary = 'Remove a rate limit that no route or key names';
  static override examples = ['<%= config.bin %> <%= command.id %> burst --app shop --yes'];
  static override args = { limit: Args.string({ required: true, description: 'Name or id of the limit.' }) };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(LimitsDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findLimit(this.api, app.id, args.limit);
    const thing = { what: 'limit', name, done: `Removed limit ${name}.` };
    return await this.destroy(deleteLimit, { params: { app_id: app.id, id } }, flags, thing);
  }
}
