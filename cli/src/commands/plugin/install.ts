import { installPlugin } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { exitCodes, FixableError } from '../../errors.ts';
import { changeFlags } from '../../flags.ts';
import { pluginOf, testsOf } from '../../plugin-folder.ts';

export default class PluginInstall extends AegisCommand {
  static override summary = 'Install a plugin, or another version of it, on every gateway';
  static override description =
    'For operators. Its tests run first. Gateways load it without a restart; it works where it is switched on.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ./my_plugin --wait',
    '<%= config.bin %> <%= command.id %> ./my_plugin --skip-tests',
  ];
  static override args = { folder: Args.string({ default: '.', description: 'Folder of the plugin.' }) };
  static override flags = {
    ...changeFlags,
    'skip-tests': Flags.boolean({ description: 'Do not run its tests on this machine.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(PluginInstall);
    const plugin = pluginOf(args.folder);
    if (!flags['skip-tests']) await this.#test(args.folder);
    const { name, version } = plugin.manifest;
    return await this.change(
      installPlugin,
      { params: { name }, body: plugin },
      flags,
      () => `Installed ${name} ${version}.`,
    );
  }

  async #test(folder: string): Promise<void> {
    const { ok, tests } = await testsOf(folder);
    if (ok) return this.note(`${tests.length} tests pass.`);
    const failed = tests.filter((one) => !one.ok);
    throw new FixableError({
      code: 'tests_failed',
      message: failed.length > 0 ? `${failed.length} of its tests fail.` : 'It has no tests.',
      next: `Look with \`aegis plugin test ${folder}\`, or pass --skip-tests.`,
      exit: exitCodes.refused,
    });
  }
}
