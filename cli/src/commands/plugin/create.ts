import { join, resolve } from 'node:path';
import { PluginPlace } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { createPlugin, PluginName } from 'aegis-plugin-sdk';
import { AegisCommand } from '../../base.ts';
import { usageError } from '../../errors.ts';

export default class PluginCreate extends AegisCommand {
  static override summary = 'Make the folder of a new plugin: manifest, code and a test that passes';
  static override examples = [
    '<%= config.bin %> <%= command.id %> my-plugin',
    '<%= config.bin %> <%= command.id %> stamp --place response',
  ];
  static override args = {
    name: Args.string({ required: true, description: 'Name of the plugin; hyphens become underscores.' }),
  };
  static override flags = {
    place: Flags.option({ options: PluginPlace.options })({
      default: 'early' as const,
      description: 'Where it runs: before authentication, before forwarding, or on answers.',
    }),
    folder: Flags.string({ default: '.', description: 'Where the folder of the plugin goes.' }),
  };

  async run(): Promise<{ name: string; files: string[] }> {
    const { args, flags } = await this.parse(PluginCreate);
    const name = args.name.replaceAll('-', '_');
    const checked = PluginName.safeParse(name);
    if (!checked.success) {
      throw usageError(`No plugin can be called ${name}.`, `It ${checked.error.issues[0]?.message}.`);
    }
    const folder = join(resolve(flags.folder), name);
    const files = this.#files(folder, name, flags.place);
    this.log('%s', files.join('\n'));
    this.note(`Next: \`aegis plugin test ${folder}\`, then \`aegis plugin install ${folder}\`.`);
    return { name, files };
  }

  #files(folder: string, name: string, place: PluginPlace): string[] {
    try {
      return createPlugin(folder, name, place);
    } catch (error) {
      throw usageError(
        `${folder} cannot be made: ${(error as Error).message}`,
        'Choose another name or --folder.',
      );
    }
  }
}
