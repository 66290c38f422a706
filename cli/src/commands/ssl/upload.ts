import { uploadCertificate } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { readText } from '../../terminal/input.ts';

export default class SslUpload extends AegisCommand {
  static override summary = 'Show a certificate for the hosts of an app that it covers';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop --chain fullchain.pem --key privkey.pem --wait',
  ];
  static override flags = {
    ...appFlag,
    ...changeFlags,
    chain: Flags.string({
      required: true,
      description: 'File with the certificate and those that signed it, in PEM.',
    }),
    key: Flags.string({
      required: true,
      description: 'File with its private key in PEM, without a passphrase.',
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(SslUpload);
    const { data: app } = await findApp(this.api, flags.app);
    const body = { chain: readText(flags.chain), private_key: readText(flags.key) };
    return await this.change(
      uploadCertificate,
      { params: { app_id: app.id }, body },
      flags,
      ({ hosts, expires_at }) => `Uploaded a certificate for ${hosts.join(', ')}, good until ${expires_at}.`,
    );
  }
}
