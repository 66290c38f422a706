import { listPlugins, type PluginManifest } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { formats } from '../../terminal/formats.ts';

export default class PluginList extends AegisCommand {
  static override summary = 'Plugins that routes and apps can use';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    output: Flags.option({ options: formats })({
      char: 'o',
      default: 'table',
      description: 'Form of the output.',
    }),
  };

  async run(): Promise<{ items: PluginManifest[] }> {
    const { flags } = await this.parse(PluginList);
    const { data } = await this.api.call(listPlugins);
    const columns = {
      name: ({ name }: PluginManifest) => name,
      version: ({ version }: PluginManifest) => version,
      place: ({ place }: PluginManifest) => place,
      summary: ({ summary }: PluginManifest) => summary,
    };
    this.printList(flags.output, data.items, columns);
    return data;
  }
}
