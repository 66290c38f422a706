import { removePlugin } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { destroyFlags } from '../../flags.ts';

export default class PluginRemove extends AegisCommand {
  static override summary = 'Remove an installed plugin that is switched on nowhere';
  static override examples = ['<%= config.bin %> <%= command.id %> my_plugin --yes'];
  static override args = { name: Args.string({ required: true, description: 'Name of the plugin.' }) };
  static override flags = destroyFlags;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(PluginRemove);
    const thing = { what: 'plugin', name: args.name, done: `Removed ${args.name}.` };
    return await this.destroy(removePlugin, { params: { name: args.name } }, flags, thing);
  }
}
