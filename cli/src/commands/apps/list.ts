import { type App, listApps } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { when } from '../../terminal/printable.ts';

export default class AppsList extends AegisCommand {
  static override summary = 'Apps of the company';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --output name',
  ];
  static override flags = listFlags;

  async run(): Promise<{ items: App[] }> {
    const { flags } = await this.parse(AppsList);
    const columns = {
      slug: ({ slug }: App) => slug,
      name: ({ name }: App) => name,
      status: ({ status }: App) => status,
      host: ({ environments }: App) => environments[0]?.hosts[0],
      created: ({ created_at }: App) => when(created_at),
    };
    return await this.list(flags, columns, (query) => this.api.call(listApps, { query }));
  }
}
