import { inviteCompany } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { dryRunFlag } from '../../flags.ts';
import { cell, when } from '../../terminal/printable.ts';

export default class CustomersInvite extends AegisCommand {
  static override summary = 'Mail an invitation to register a company';
  static override examples = ['<%= config.bin %> <%= command.id %> ada@example.com'];
  static override args = { email: Args.string({ required: true, description: 'E-mail address.' }) };
  static override flags = dryRunFlag;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CustomersInvite);
    return await this.change(
      inviteCompany,
      { body: { email: args.email } },
      flags,
      ({ email, expires_at }) => `Invited ${cell(email)}; the link is good until ${when(expires_at)}.`,
    );
  }
}
