import { getConfig, type PlatformConfig, replaceConfig } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { changeFlags } from '../../flags.ts';
import { document } from '../../terminal/input.ts';

export default class ConfigSet extends AegisCommand {
  static override summary = 'Replace the settings of the platform by a file';
  static override description =
    'Gateways test the nginx.conf that comes of it before they serve it, and keep the old one otherwise.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> platform.yaml --dry-run',
    '<%= config.bin %> <%= command.id %> platform.yaml --wait',
  ];
  static override args = {
    file: Args.string({ required: true, description: 'YAML or JSON; - for standard input.' }),
  };
  static override flags = changeFlags;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ConfigSet);
    // The server, and --dry-run here, check it against the contract.
    const config = (await document(args.file)) as unknown as PlatformConfig;
    const { data: current, etag } = await this.api.call(getConfig);
    const input = { body: { config }, ifMatch: etag };
    return await this.change(
      replaceConfig,
      input,
      flags,
      () => 'Changed the settings of the platform.',
      current,
    );
  }
}
