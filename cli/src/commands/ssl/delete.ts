import { deleteCertificate, getCertificate } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class SslDelete extends AegisCommand {
  static override summary = 'Remove a certificate; its hosts fall back to the default certificate';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 019aa000-0000-7000-8000-000000000001 --app shop --yes --wait',
  ];
  static override args = {
    certificate: Args.string({
      required: true,
      description: 'Id of the certificate, as `ssl list` shows it.',
    }),
  };
  static override flags = { ...appFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(SslDelete);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, id: args.certificate };
    const { data: certificate } = await this.api.call(getCertificate, { params });
    const name = certificate.names.join(', ');
    const thing = { what: 'certificate', name, done: `Removed the certificate for ${name}.` };
    return await this.destroy(deleteCertificate, { params }, flags, thing);
  }
}
