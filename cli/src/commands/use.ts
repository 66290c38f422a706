import { getMe } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../base.ts';
import { notFoundError, usageError } from '../errors.ts';

export default class Use extends AegisCommand {
  static override summary = 'Choose the company, or the profile, that commands are about';
  static override examples = [
    '<%= config.bin %> <%= command.id %> acme',
    '<%= config.bin %> <%= command.id %> --profile staging',
    '<%= config.bin %> <%= command.id %> acme --profile staging',
  ];
  static override args = { customer: Args.string({ description: 'Slug of the company.' }) };

  async run(): Promise<{ profile: string; customer: string | undefined }> {
    const { args, flags } = await this.parse(Use);
    const { profile, token } = this.settings;
    if (args.customer === undefined && flags.profile === undefined) {
      throw usageError(
        'Which company?',
        'Name one, or a profile with --profile; `aegis whoami` lists companies.',
      );
    }
    if (token.source !== 'profile') {
      throw usageError(
        'No profile is in use.',
        'Sign in with `aegis login`; with AEGIS_TOKEN set AEGIS_CUSTOMER.',
      );
    }
    const customer = args.customer === undefined ? undefined : await this.membership(args.customer);
    this.saveProfiles((saved) => {
      saved.current = profile.value;
      const chosen = saved.profiles[profile.value];
      if (chosen && customer !== undefined) chosen.customer = customer;
    });
    this.log(
      '%s',
      `Commands use profile ${profile.value}${customer === undefined ? '' : ` and company ${customer}`} now.`,
    );
    return { profile: profile.value, customer };
  }

  /** The slug of a company that the account belongs to. */
  private async membership(wanted: string): Promise<string> {
    const { memberships } = (await this.api.call(getMe)).data;
    const found = memberships.find(({ slug, customer_id }) => [slug, customer_id].includes(wanted));
    if (found) return found.slug;
    const known = memberships.map(({ slug }) => slug).join(', ') || 'none';
    throw notFoundError(`You are no member of "${wanted}".`, `Your companies: ${known}`);
  }
}
