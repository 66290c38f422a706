import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { pluginSwitch, without } from '../../change/plugin-switch.ts';
import { changeFlags } from '../../flags.ts';

export default class PluginDisable extends AegisCommand {
  static override summary = 'Switch a plugin off for the platform, or for one app';
  static override description = 'Where it is switched on nearer (app or route), it stays on.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> request_size --wait',
    '<%= config.bin %> <%= command.id %> maintenance --app shop',
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the plugin.' }) };
  static override flags = {
    ...changeFlags,
    app: Flags.string({
      char: 'a',
      description: 'Slug or id of the app. Without it: the platform, for operators.',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(PluginDisable);
    const off = without(args.name);
    const { operation, input, where, before } = await pluginSwitch(this.api, flags.app, off);
    const done = () => `Switched ${args.name} off for ${where}.`;
    return await this.change(operation, input, flags, done, before);
  }
}
