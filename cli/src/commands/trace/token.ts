import { createTraceToken, environments } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class TraceToken extends AegisCommand {
  static override summary = 'A token that has requests of an app traced';
  static override description =
    'Send it as X-Aegis-Trace with the requests in question. The gateway takes the header off before it forwards.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop --environment staging',
    'curl -H "X-Aegis-Trace: $(<%= config.bin %> <%= command.id %> --app shop)" https://shop.example.com/orders',
  ];
  static override flags = {
    ...appFlag,
    environment: Flags.option({ options: environments })({
      char: 'e',
      description: 'Only for this environment; every one when left out.',
    }),
    seconds: Flags.integer({ min: 60, max: 3_600, default: 900, description: 'How long it lasts.' }),
  };

  async run(): Promise<{ header: string; token: string; expires_at: string }> {
    const { flags } = await this.parse(TraceToken);
    const { data: app } = await findApp(this.api, flags.app);
    const { environment, seconds } = flags;
    const body = { ...(environment && { environment }), seconds };
    const { data } = await this.api.call(createTraceToken, { params: { app_id: app.id }, body });
    this.log('%s', data.token);
    this.note(`Send it as ${data.header} until ${when(data.expires_at)}.`);
    return data;
  }
}
