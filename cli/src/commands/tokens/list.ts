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
    const columns = {
      name: ({ name }: Token) => name,
      token: ({ prefix }: Token) => `${prefix}…`,
      kind: ({ kind }: Token) => kind,
      scopes: ({ scopes }: Token) => scopes,
      expires: ({ expires_at }: Token) => when(expires_at),
      'last used': ({ last_used_at }: Token) => when(last_used_at),
      id: ({ id }: Token) => id,
    };
    return await this.list(flags, columns, (query) => this.api.call(listTokens, { query }));
  }
}
