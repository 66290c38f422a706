import { getConfig } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { stringify } from 'yaml';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';

export default class ConfigShow extends AegisCommand {
  static override summary = 'Show the settings of the platform';
  static override examples = [
    '<%= config.bin %> <%= command.id %> > platform.yaml',
    '<%= config.bin %> <%= command.id %> --nginx',
  ];
  static override flags = {
    nginx: Flags.boolean({ description: 'Show the nginx.conf that they make instead.' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ConfigShow);
    const { data } = await this.api.call(getConfig);
    this.log('%s', flags.nginx ? data.nginx_conf.trimEnd() : stringify(data.config).trimEnd());
    this.note(describeLiveness(data.liveness));
    return data;
  }
}
