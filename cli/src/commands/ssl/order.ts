import { type CertificateOrder, orderCertificate } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { orderFlags } from '../../change/order-flags.ts';
import { appFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class SslOrder extends AegisCommand {
  static override summary = 'Order a certificate for hosts of an app; it renews itself';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop --wait',
    '<%= config.bin %> <%= command.id %> --app shop --host shop.example.com --wait',
  ];
  static override flags = {
    ...appFlag,
    ...orderFlags,
    host: Flags.string({
      multiple: true,
      description: 'Host that it is for; all hosts of the app when left out.',
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(SslOrder);
    const { data: app } = await findApp(this.api, flags.app);
    const input = { params: { app_id: app.id }, body: { ...(flags.host && { hosts: flags.host }) } };
    return await this.order(
      orderCertificate,
      input,
      flags,
      ({ id, hosts }: CertificateOrder) => `Ordered a certificate for ${hosts.join(', ')} (order ${id}).`,
    );
  }
}
