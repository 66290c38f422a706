import { Args } from '@oclif/core';
import type { PluginTestRun } from 'aegis-plugin-sdk';
import { AegisCommand } from '../../base.ts';
import { exitCodes } from '../../errors.ts';
import { testsOf } from '../../plugin-folder.ts';
import { printable, styled } from '../../terminal/printable.ts';

export default class PluginTest extends AegisCommand {
  static override summary = 'Run the tests of a plugin in the closed environment of the gateways';
  static override description =
    'Runs init_spec.lua in the nginx of this machine. Ends with 1 when a test fails or there is none.';
  static override examples = ['<%= config.bin %> <%= command.id %> ./my_plugin'];
  static override args = { folder: Args.string({ default: '.', description: 'Folder of the plugin.' }) };

  async run(): Promise<PluginTestRun> {
    const { args } = await this.parse(PluginTest);
    const found = await testsOf(args.folder);
    for (const { name, ok, message } of found.tests) {
      this.log('%s', `${ok ? styled('green', '✓') : styled('red', '✗')} ${printable(name)}`);
      if (message !== undefined) this.log('%s', `    ${printable(message)}`);
    }
    if (found.log !== '') this.note(printable(found.log));
    if (found.tests.length === 0) this.note('init_spec.lua has no test.');
    if (!found.ok) process.exitCode = exitCodes.failed;
    return found;
  }
}
