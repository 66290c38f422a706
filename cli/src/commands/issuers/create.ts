import { createJwtIssuer } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { issuerFlags, newIssuer } from '../../change/issuer-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class IssuersCreate extends AegisCommand {
  static override summary = "Believe an identity provider's tokens";
  static override examples = [
    '<%= config.bin %> <%= command.id %> login --app shop --issuer https://login.example.com --discovery',
    '<%= config.bin %> <%= command.id %> old --app shop --issuer old --secret-file - < secret.txt',
    '<%= config.bin %> <%= command.id %> own --app shop --issuer https://shop.example --pem key.pem --algorithm ES256',
  ];
  static override args = {
    name: Args.string({ required: true, description: 'Name of the identity provider.' }),
  };
  static override flags = { ...appFlag, ...changeFlags, ...issuerFlags };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(IssuersCreate);
    const { data: app } = await findApp(this.api, flags.app);
    // The server, and --dry-run here, check it against the contract.
    const input = { params: { app_id: app.id }, body: await newIssuer(args.name, flags) };
    return await this.change(
      createJwtIssuer,
      input,
      flags,
      ({ name, keys }) => `Added identity provider ${name}: ${keys.length} keys in force.`,
    );
  }
}
