import { type Certificate, listCertificates } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class SslList extends AegisCommand {
  static override summary = 'Certificates of an app, or of all apps of the company';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --app shop --json',
  ];
  static override flags = {
    ...listFlags,
    app: Flags.string({
      char: 'a',
      env: 'AEGIS_APP',
      description: 'Slug or id of the app; all apps when left out.',
    }),
  };

  async run(): Promise<{ items: Certificate[] }> {
    const { flags } = await this.parse(SslList);
    const columns = {
      app: ({ app }: Certificate) => app,
      hosts: ({ hosts }: Certificate) => hosts,
      origin: ({ origin }: Certificate) => origin,
      issuer: ({ issuer }: Certificate) => issuer,
      expires: ({ expires_at }: Certificate) => when(expires_at),
      renews: ({ renews_at }: Certificate) => renews_at && when(renews_at),
      state: ({ expired, expires_soon }: Certificate) =>
        expired ? 'expired' : expires_soon ? 'expires soon' : 'good',
      id: ({ id }: Certificate) => id,
    };
    const app = flags.app === undefined ? undefined : (await findApp(this.api, flags.app)).data;
    return await this.list(flags, columns, (query) =>
      this.api.call(listCertificates, { query: { ...query, app_id: app?.id } }),
    );
  }
}
