import { Args } from '@oclif/core';
import { AegisCommand } from '../base.ts';

export default class Completion extends AegisCommand {
  static override summary = 'How to switch on completion in your shell';
  static override examples = ['<%= config.bin %> <%= command.id %> bash'];
  static override enableJsonFlag = false;
  static override args = {
    shell: Args.string({
      options: ['bash', 'zsh', 'powershell'],
      description: 'Your shell; found out when left out.',
    }),
  };

  async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    await this.config.runCommand('autocomplete', args.shell === undefined ? [] : [args.shell]);
  }
}
