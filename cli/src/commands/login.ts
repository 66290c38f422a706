import { hostname } from 'node:os';
import { getMe, login, type Me } from '@aegis/contracts';
import { input, password } from '@inquirer/prompts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../base.ts';
import { connect } from '../connection/api.ts';
import { usageError } from '../errors.ts';
import { secretFromInput } from '../terminal/input.ts';
import { cell } from '../terminal/printable.ts';

export default class Login extends AegisCommand {
  static override summary = 'Sign in and remember it as a profile';
  static override description =
    'Makes a personal token and saves it in a file that only you can read. In CI, set AEGIS_URL and AEGIS_TOKEN instead.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --url https://aegis.example.com',
    'pass show aegis | <%= config.bin %> <%= command.id %> --email ada@example.com',
    '<%= config.bin %> <%= command.id %> --profile staging --with-token < token.txt',
  ];
  static override flags = {
    email: Flags.string({
      description: 'E-mail address; the password then comes from standard input or a prompt.',
    }),
    'with-token': Flags.boolean({ exclusive: ['email'], description: 'Read a token from standard input.' }),
    days: Flags.integer({ min: 1, max: 365, default: 90, description: 'How long the token is good.' }),
  };

  protected override readonly makesProfile = true;

  async run(): Promise<Me> {
    const { flags } = await this.parse(Login);
    const { token, me } = flags['with-token']
      ? await this.byToken()
      : await this.byPassword(flags.email, flags.days);
    const name = this.settings.profile.value;
    const customer = me.memberships.length === 1 ? me.memberships[0]?.slug : undefined;
    this.saveProfiles((profiles) => {
      const profile = { url: this.settings.url.value, token, email: me.account.email };
      profiles.profiles[name] = customer === undefined ? profile : { ...profile, customer };
      profiles.current = name;
    });
    this.log('%s', `Signed in to ${this.settings.url.value} as ${cell(me.account.email)} (profile ${name}).`);
    if (me.memberships.length > 1)
      this.note('You belong to several companies: choose one with `aegis use <customer>`.');
    return me;
  }

  private async byPassword(given: string | undefined, days: number) {
    if (given === undefined && !process.stdin.isTTY) {
      throw usageError('Whose password?', 'Add --email, and pipe the password in; or use --with-token.');
    }
    const email = given ?? (await input({ message: 'E-mail' }, { output: process.stderr }));
    const secret = process.stdin.isTTY
      ? await password({ message: 'Password' }, { output: process.stderr })
      : await secretFromInput('The password');
    const token = { name: `aegis on ${hostname()}`.slice(0, 100), expires_in_days: days };
    const { data } = await this.anonymous().call(login, { body: { email, password: secret, token } });
    if (data.token === undefined)
      throw new Error('the admin API answered a sign-in without the token asked for');
    return { token: data.token, me: data.me };
  }

  private async byToken() {
    const token = await secretFromInput('The token');
    const settings = { ...this.settings, token: { value: token, source: 'flag' as const } };
    return { token, me: (await connect(settings).call(getMe)).data };
  }

  /** Without an old token, which may be the expired one that this sign-in replaces. */
  private anonymous() {
    const absent = { value: undefined, source: 'default' as const };
    return connect({ ...this.settings, token: absent, customer: absent });
  }
}
