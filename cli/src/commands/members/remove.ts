import { listMembers, removeMember } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { dryRunFlag, yesFlag } from '../../flags.ts';
import { findNamed } from '../../lookup.ts';

export default class MembersRemove extends AegisCommand {
  static override summary = 'Remove a member; the last owner cannot leave';
  static override examples = ['<%= config.bin %> <%= command.id %> ada@example.com'];
  static override args = {
    email: Args.string({ required: true, description: 'E-mail address of the member.' }),
  };
  static override flags = { ...dryRunFlag, ...yesFlag };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MembersRemove);
    const { id, name } = await findNamed('member', args.email, async (query) => {
      const answer = await this.api.call(listMembers, { query });
      const items = answer.data.items.map(({ account_id, email }) => ({ id: account_id, name: email }));
      return { ...answer, data: { ...answer.data, items } };
    });
    const thing = { what: 'member', name, done: `Removed ${name}.` };
    return await this.destroy(removeMember, { params: { account_id: id } }, flags, thing);
  }
}
