import { deleteUpstream } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags, environmentFlag } from '../../flags.ts';
import { findApp, findUpstream } from '../../lookup.ts';

export default class UpstreamsDelete extends AegisCommand {
  static override summary = 'Remove a backend that no route uses';
  static override examples = ['<%= config.bin %> <%= command.id %> search --app shop -e staging'];
  static override args = {
    upstream: Args.string({ required: true, description: 'Name or id of the upstream.' }),
  };
  static override flags = {
    ...appFlag,
    ...destroyFlags,
    ...environmentFlag('Environment that it serves.'),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(UpstreamsDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findUpstream(this.api, app.id, flags.environment, args.upstream);
    const thing = { what: `${flags.environment} upstream`, name, done: `Removed upstream ${name}.` };
    return await this.destroy(deleteUpstream, { params: { app_id: app.id, id } }, flags, thing);
  }
}
