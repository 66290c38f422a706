import { type Callout, listCallouts } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, outputFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AuthorizeList extends AegisCommand {
  static override summary = 'Authorize callouts of an app, one per environment';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop'];
  static override flags = { ...appFlag, ...outputFlag };

  async run(): Promise<{ items: Callout[] }> {
    const { flags } = await this.parse(AuthorizeList);
    const { data: app } = await findApp(this.api, flags.app);
    const { data } = await this.api.call(listCallouts, { params: { app_id: app.id } });
    this.printList(flags.output, data.items, {
      name: ({ environment }) => environment,
      url: ({ url }) => url,
      'on failure': ({ on_failure }) => on_failure,
      'answers within': ({ timeout_ms }) => `${timeout_ms} ms`,
    });
    return data;
  }
}
