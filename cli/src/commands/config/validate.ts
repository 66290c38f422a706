import { getConfig, PlatformConfig } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { refused } from '../../change/plan.ts';
import { describeLiveness } from '../../change/settle.ts';
import { exitCodes, FixableError } from '../../errors.ts';
import { document } from '../../terminal/input.ts';

export default class ConfigValidate extends AegisCommand {
  static override summary = 'Check a file of platform settings, or whether gateways accept those in force';
  static override description =
    'Ends with 3 when something is refused. A file is checked here, without sending it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> platform.yaml',
    '<%= config.bin %> <%= command.id %>',
  ];
  static override args = { file: Args.string({ description: 'YAML or JSON; - for standard input.' }) };

  async run(): Promise<{ valid: true }> {
    const { args } = await this.parse(ConfigValidate);
    if (args.file === undefined) await this.inForce();
    else await this.inFile(args.file);
    return { valid: true };
  }

  private async inFile(file: string): Promise<void> {
    const checked = PlatformConfig.safeParse(await document(file));
    if (!checked.success) throw refused(checked.error.issues);
    this.log('%s', `${file} is valid. nginx itself tests it when it is set.`);
  }

  private async inForce(): Promise<void> {
    const { liveness } = (await this.api.call(getConfig)).data;
    if (liveness.refusals.length === 0) {
      this.log('%s', `No gateway refuses the settings: ${describeLiveness(liveness)}.`);
      return;
    }
    throw new FixableError({
      code: 'configuration_refused',
      message: `Gateways refuse the settings of revision ${liveness.revision} and keep the old ones.`,
      next: 'Correct them: aegis config show > platform.yaml, edit, aegis config set platform.yaml',
      exit: exitCodes.refused,
      fields: liveness.refusals.map(({ gateway, reason }) => ({ pointer: gateway, message: reason })),
    });
  }
}
