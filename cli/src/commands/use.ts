import { getMe } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../base.ts';
import { notFoundError, usageError } from '../errors.ts';

export default class Use extends AegisCommand {
  static override summary = 'Choose the company that commands are about';
  static override examples = ['<%= config.bin %> <%= command.id %> acme'];
  static override args = { customer: Args.string({ required: true, description: 'Slug of the company.' }) };

  async run(): Promise<{ profile: string; customer: string }> {
    const { args } = await this.parse(Use);
    const { profile, token } = this.settings;
    if (token.source !== 'profile') {
      throw usageError(
        'No profile is in use.',
        'Sign in with `aegis login`; with AEGIS_TOKEN set AEGIS_CUSTOMER.',
      );
    }
    const { memberships } = (await this.api.call(getMe)).data;
    const found = memberships.find(({ slug, customer_id }) => [slug, customer_id].includes(args.customer));
    if (!found) {
      const known = memberships.map(({ slug }) => slug).join(', ') || 'none';
      throw notFoundError(`You are no member of "${args.customer}".`, `Your companies: ${known}`);
    }
    this.saveProfiles(({ profiles }) => {
      const saved = profiles[profile.value];
      if (saved) saved.customer = found.slug;
    });
    this.log('%s', `Commands are about ${found.slug} now (profile ${profile.value}).`);
    return { profile: profile.value, customer: found.slug };
  }
}
