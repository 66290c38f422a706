import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { type Plugins, pluginSettings, pluginSwitch } from '../../change/plugin-switch.ts';
import { changeFlags, fileFlag } from '../../flags.ts';

export default class PluginEnable extends AegisCommand {
  static override summary = 'Switch a plugin on for the platform, or for one app';
  static override description =
    'Takes the place of its settings there. The nearest wins: route, then app, then platform.';
  static override examples = [
    `<%= config.bin %> <%= command.id %> request_size --settings '{"max_body_bytes": 1000000}' --wait`,
    `<%= config.bin %> <%= command.id %> maintenance --app shop --settings '{}'`,
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the plugin.' }) };
  static override flags = {
    ...changeFlags,
    ...fileFlag,
    app: Flags.string({
      char: 'a',
      description: 'Slug or id of the app. Without it: the platform, for operators.',
    }),
    settings: Flags.string({ description: 'Settings as a JSON object.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(PluginEnable);
    const settings = await pluginSettings(flags);
    const on = (plugins: Plugins) => ({ ...plugins, [args.name]: settings });
    const { operation, input, where, before } = await pluginSwitch(this.api, flags.app, on);
    const done = () => `Switched ${args.name} on for ${where}.`;
    return await this.change(operation, input, flags, done, before);
  }
}
