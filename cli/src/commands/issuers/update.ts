import { getJwtIssuer, type JwtIssuerBody, replaceJwtIssuer } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { issuerChanges, issuerFlags } from '../../change/issuer-body.ts';
import { inputOf } from '../../change/merge.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp, findIssuer } from '../../lookup.ts';

export default class IssuersUpdate extends AegisCommand {
  static override summary = 'Change an identity provider; what is not named stays as it is';
  static override examples = [
    '<%= config.bin %> <%= command.id %> login --app shop --audience https://api.shop.example --wait',
    '<%= config.bin %> <%= command.id %> own --app shop --pem new-key.pem --kid 2027 --dry-run',
  ];
  static override args = {
    issuer: Args.string({ required: true, description: 'Name or id of the identity provider.' }),
  };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...issuerFlags,
    rename: Flags.string({ description: 'New name.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(IssuersUpdate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findIssuer(this.api, app.id, args.issuer);
    const params = { app_id: app.id, id };
    const { data: current, etag } = await this.api.call(getJwtIssuer, { params });
    const body = {
      ...inputOf(replaceJwtIssuer, current),
      ...(await issuerChanges(flags, current)),
      name: flags.rename ?? current.name,
    } as JwtIssuerBody;
    const input = { params, body, ifMatch: etag };
    const done = ({ name }: { name: string }) => `Changed identity provider ${name}.`;
    return await this.change(replaceJwtIssuer, input, flags, done, current);
  }
}
