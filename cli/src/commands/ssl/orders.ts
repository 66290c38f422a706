import { type CertificateOrder, CertificateOrderStatus, listCertificateOrders } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class SslOrders extends AegisCommand {
  static override summary = 'Orders of certificates of an app, or of all apps of the company, newest first';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --app shop --status failed',
  ];
  static override flags = {
    ...listFlags,
    app: Flags.string({
      char: 'a',
      env: 'AEGIS_APP',
      description: 'Slug or id of the app; all apps when left out.',
    }),
    status: Flags.option({ options: CertificateOrderStatus.options })({ description: 'Only these.' }),
  };

  async run(): Promise<{ items: CertificateOrder[] }> {
    const { flags } = await this.parse(SslOrders);
    const columns = {
      app: ({ app }: CertificateOrder) => app,
      hosts: ({ hosts }: CertificateOrder) => hosts,
      status: ({ status }: CertificateOrder) => status,
      problem: ({ problem }: CertificateOrder) => problem?.reason,
      'next step': ({ problem }: CertificateOrder) => problem?.next_step,
      'next attempt': ({ next_attempt_at }: CertificateOrder) => next_attempt_at && when(next_attempt_at),
      ordered: ({ created_at }: CertificateOrder) => when(created_at),
      id: ({ id }: CertificateOrder) => id,
    };
    const app = flags.app === undefined ? undefined : (await findApp(this.api, flags.app)).data;
    const only = { app_id: app?.id, status: flags.status };
    return await this.list(flags, columns, (query) =>
      this.api.call(listCertificateOrders, { query: { ...query, ...only } }),
    );
  }
}
