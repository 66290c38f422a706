import { type CertificateOrder, CertificateOrderStatus, listCertificateOrders } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFilterFlag, listFlags } from '../../flags.ts';
import { findAppId } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class SslOrders extends AegisCommand {
  static override summary = 'Orders of certificates of an app, or of all apps of the company, newest first';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --app shop --status failed',
  ];
  static override flags = {
    ...listFlags,
    ...appFilterFlag,
    status: Flags.option({ options: CertificateOrderStatus.options })({ description: 'Only these.' }),
  };

  async run(): Promise<{ items: CertificateOrder[] }> {
    const { flags } = await this.parse(SslOrders);
    const only = { app_id: await findAppId(this.api, flags.app), status: flags.status };
    return await this.list(
      flags,
      (query) => this.api.call(listCertificateOrders, { query: { ...query, ...only } }),
      {
        app: ({ app }) => app,
        hosts: ({ hosts }) => hosts,
        status: ({ status }) => status,
        problem: ({ problem }) => problem?.reason,
        'next step': ({ problem }) => problem?.next_step,
        'next attempt': ({ next_attempt_at }) => next_attempt_at && when(next_attempt_at),
        ordered: ({ created_at }) => when(created_at),
        id: ({ id }) => id,
      },
    );
  }
}
