import { inviteMember, MemberRole } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { dryRunFlag } from '../../flags.ts';
import { cell, when } from '../../terminal/printable.ts';

export default class MembersInvite extends AegisCommand {
  static override summary = 'Invite somebody into the company by mail';
  static override examples = ['<%= config.bin %> <%= command.id %> ada@example.com --role developer'];
  static override args = { email: Args.string({ required: true, description: 'E-mail address.' }) };
  static override flags = {
    ...dryRunFlag,
    role: Flags.option({ options: MemberRole.options })({
      default: 'developer',
      description: 'What they may do.',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MembersInvite);
    return await this.change(
      inviteMember,
      { body: { email: args.email, role: flags.role } },
      flags,
      ({ email, role, expires_at }) =>
        `Invited ${cell(email)} as ${role}; the link is good until ${when(expires_at)}.`,
    );
  }
}
