import { cancelCertificateOrder } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { orderArgs } from '../../change/order-flags.ts';
import { appFlag, dryRunFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class SslCancel extends AegisCommand {
  static override summary = 'Give a pending order of a certificate up';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 019aa000-0000-7000-8000-000000000001 --app shop',
  ];
  static override args = orderArgs;
  static override flags = { ...appFlag, ...dryRunFlag };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(SslCancel);
    const { data: app } = await findApp(this.api, flags.app);
    return await this.change(
      cancelCertificateOrder,
      { params: { app_id: app.id, id: args.order } },
      flags,
      ({ hosts }) => `Gave the order of a certificate for ${hosts.join(', ')} up.`,
    );
  }
}
