import { AegisCommand } from '../../base.ts';

export default class ConfigEnv extends AegisCommand {
  static override summary = 'Show the settings of this command line and where each comes from';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run(): Promise<unknown> {
    await this.parse(ConfigEnv);
    const { token, ...open } = this.settings;
    const shown = {
      ...open,
      token: { ...token, value: token.value === undefined ? undefined : hint(token.value) },
    };
    for (const [name, { value, source }] of Object.entries(shown)) {
      this.log('%s', `${name.padEnd(9)} ${value ?? '–'}${value === undefined ? '' : ` (${source})`}`);
    }
    this.log('%s', `${'profiles'.padEnd(9)} ${this.profilesFile}`);
    return { ...shown, profiles_file: this.profilesFile };
  }
}

/** Enough of a token to recognise it. */
const hint = (token: string): string => `${token.slice(0, 14)}…`;
