import { revokeJwt } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { moment } from '../../change/merge.ts';
import { usageError } from '../../errors.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp, findIssuer } from '../../lookup.ts';

interface Choice {
  token?: string | undefined;
  expires?: string | undefined;
  user?: string | undefined;
  everything?: boolean;
}

export default class IssuersRevoke extends AegisCommand {
  static override summary = 'Refuse one token, the tokens of one user, or every token issued until now';
  static override examples = [
    '<%= config.bin %> <%= command.id %> login --app shop --user ann --yes --wait',
    '<%= config.bin %> <%= command.id %> login --app shop --token 0b5c9f --expires 2027-01-31',
    '<%= config.bin %> <%= command.id %> login --app shop --everything',
  ];
  static override args = {
    issuer: Args.string({ required: true, description: 'Name or id of the identity provider.' }),
  };
  static override flags = {
    ...appFlag,
    ...destroyFlags,
    token: Flags.string({ exclusive: ['user', 'everything'], description: 'The jti of one token.' }),
    expires: Flags.string({
      dependsOn: ['token'],
      description: 'When that token ends by itself; remembered for 30 days otherwise.',
    }),
    user: Flags.string({ exclusive: ['everything'], description: 'The sub of one user.' }),
    everything: Flags.boolean({ description: 'Every token that was issued until now.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(IssuersRevoke);
    const body = revocationOf(flags);
    const { data: app } = await findApp(this.api, flags.app);
    const { id, name } = await findIssuer(this.api, app.id, args.issuer);
    const thing = { what: 'identity provider', name, done: `Revoked tokens of ${name}.` };
    return await this.destroy(revokeJwt, { params: { app_id: app.id, id }, body }, flags, thing);
  }
}

function revocationOf({ token, expires, user, everything }: Choice) {
  const until = moment(expires);
  if (token !== undefined)
    return { what: 'token' as const, token_id: token, ...(until !== undefined && { expires_at: until }) };
  if (user !== undefined) return { what: 'user' as const, user };
  if (everything) return { what: 'everything' as const };
  throw usageError('What is to be revoked?', 'One of --token <jti>, --user <sub>, --everything.');
}
