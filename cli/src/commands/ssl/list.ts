import { type Certificate, listCertificates } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFilterFlag, listFlags } from '../../flags.ts';
import { findAppId } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class SslList extends AegisCommand {
  static override summary = 'Certificates of an app, or of all apps of the company';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --app shop --json',
  ];
  static override flags = {
    ...listFlags,
    ...appFilterFlag,
  };

  async run(): Promise<{ items: Certificate[] }> {
    const { flags } = await this.parse(SslList);
    const app_id = await findAppId(this.api, flags.app);
    return await this.list(
      flags,
      (query) => this.api.call(listCertificates, { query: { ...query, app_id } }),
      {
        app: ({ app }) => app,
        hosts: ({ hosts }) => hosts,
        origin: ({ origin }) => origin,
        issuer: ({ issuer }) => issuer,
        expires: ({ expires_at }) => when(expires_at),
        renews: ({ renews_at }) => renews_at && when(renews_at),
        state: ({ expired, expires_soon }) => (expired ? 'expired' : expires_soon ? 'expires soon' : 'good'),
        id: ({ id }) => id,
      },
    );
  }
}
