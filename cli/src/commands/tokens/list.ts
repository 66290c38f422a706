import { listTokens, type Token } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { when } from '../../terminal/printable.ts';

export default class TokensList extends AegisCommand {
  static override summary = 'Your personal tokens and the machine tokens of the company';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = listFlags;

  async run(): Promise<{ items: Token[] }> {
    const { flags } = await this.parse(TokensList);
    return await this.list(flags, (query) => this.api.call(listTokens, { query }), {
      name: ({ name }) => name,
      token: ({ prefix }) => `${prefix}…`,
      kind: ({ kind }) => kind,
      scopes: ({ scopes }) => scopes,
      expires: ({ expires_at }) => when(expires_at),
      'last used': ({ last_used_at }) => when(last_used_at),
      id: ({ id }) => id,
    });
  }
}
