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
    return await this.list(flags, (query) => this.api.call(listApps, { query }), {
      slug: ({ slug }) => slug,
      name: ({ name }) => name,
      status: ({ status }) => status,
      host: ({ environments }) => environments[0]?.hosts[0],
      created: ({ created_at }) => when(created_at),
    });
  }
}
