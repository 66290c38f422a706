import { type CertificateOrder, retryCertificateOrder } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { orderArgs, orderFlags } from '../../change/order-flags.ts';
import { appFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class SslRetry extends AegisCommand {
  static override summary = 'Try the order of a certificate again at once';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 019aa000-0000-7000-8000-000000000001 --app shop --wait',
  ];
  static override args = orderArgs;
  static override flags = { ...appFlag, ...orderFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(SslRetry);
    const { data: app } = await findApp(this.api, flags.app);
    const input = { params: { app_id: app.id, id: args.order } };
    return await this.order(
      retryCertificateOrder,
      input,
      flags,
      ({ hosts }: CertificateOrder) => `Trying again to get a certificate for ${hosts.join(', ')}.`,
    );
  }
}
