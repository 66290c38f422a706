import { listTokens, revokeToken } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { dryRunFlag, yesFlag } from '../../flags.ts';
import { findNamed } from '../../lookup.ts';

export default class TokensRevoke extends AegisCommand {
  static override summary = 'Revoke a token at once';
  static override examples = ['<%= config.bin %> <%= command.id %> ci --yes'];
  static override args = { token: Args.string({ required: true, description: 'Name or id of the token.' }) };
  static override flags = { ...dryRunFlag, ...yesFlag };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TokensRevoke);
    const token = await findNamed('token', args.token, (query) => this.api.call(listTokens, { query }));
    const thing = { what: 'token', name: token.name, done: `Revoked token ${token.name}.` };
    return await this.destroy(revokeToken, { params: { id: token.id } }, flags, thing);
  }
}
