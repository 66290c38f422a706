import { listMembers, type Member } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { when } from '../../terminal/printable.ts';

export default class MembersList extends AegisCommand {
  static override summary = 'People of the company';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = listFlags;

  async run(): Promise<{ items: Member[] }> {
    const { flags } = await this.parse(MembersList);
    return await this.list(flags, (query) => this.api.call(listMembers, { query }), {
      email: ({ email }) => email,
      name: ({ name }) => name,
      role: ({ role }) => role,
      joined: ({ joined_at }) => when(joined_at),
    });
  }
}
