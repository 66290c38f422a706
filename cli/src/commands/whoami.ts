import { getMe, type Me } from '@aegis/contracts';
import { AegisCommand } from '../base.ts';

export default class Whoami extends AegisCommand {
  static override summary = 'Show who is signed in, and with which companies';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run(): Promise<Me> {
    await this.parse(Whoami);
    const me = (await this.api.call(getMe)).data;
    const { customer, url, profile } = this.settings;
    this.show({
      account: me.account.email,
      name: me.account.name,
      companies: me.memberships.map(({ slug, role }) => `${slug} (${role})`),
      company: customer.value ?? (me.memberships.length === 1 ? me.memberships[0]?.slug : undefined),
      operator: me.operator_role,
      scopes: me.scopes,
      address: url.value,
      profile: profile.value,
    });
    return me;
  }
}
