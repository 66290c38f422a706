import { logout } from '@aegis/contracts';
import { AegisCommand } from '../base.ts';
import { FixableError, usageError } from '../errors.ts';

export default class Logout extends AegisCommand {
  static override summary = 'Revoke the token of a profile and forget it';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --profile staging',
  ];

  async run(): Promise<{ profile: string }> {
    await this.parse(Logout);
    const { profile, token } = this.settings;
    if (token.source !== 'profile')
      throw usageError(`Profile ${profile.value} holds no sign-in.`, 'Nothing to do.');
    await this.revoke();
    this.log('%s', `Signed out of ${this.settings.url.value} (profile ${profile.value}).`);
    this.saveProfiles((saved) => {
      delete saved.profiles[profile.value];
      const [left] = Object.keys(saved.profiles);
      if (saved.current !== profile.value) return;
      saved.current = left ?? 'default';
      if (left !== undefined) this.note(`Profile ${left} is in use now.`);
    });
    return { profile: profile.value };
  }

  /** A token that is refused already needs no revoking. */
  private async revoke(): Promise<void> {
    try {
      await this.api.call(logout);
    } catch (error) {
      if (!(error instanceof FixableError && error.fix.code === 'not_signed_in')) throw error;
    }
  }
}
