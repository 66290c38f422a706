import { createToken, environments } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { moment } from '../../change/merge.ts';
import { dryRunFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class TokensCreate extends AegisCommand {
  static override summary = 'Create a token for the admin API; its text is shown once';
  static override description =
    'A token never may more than who makes it. For CI give it the few scopes that it needs.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ci --scope routes:write --scope upstreams:write --app shop',
    '<%= config.bin %> <%= command.id %> laptop --kind personal --scope "*:*" --expires 2027-01-31',
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the token.' }) };
  static override flags = {
    ...dryRunFlag,
    scope: Flags.string({
      multiple: true,
      required: true,
      description: 'resource:action, for example routes:write or *:read; repeat for more.',
    }),
    kind: Flags.option({ options: ['machine', 'personal'] as const })({
      default: 'machine',
      description: 'Whose it is.',
    }),
    app: Flags.string({ char: 'a', description: 'Only for this app (slug or id).' }),
    environment: Flags.option({ options: environments })({
      char: 'e',
      description: 'Only for this environment.',
    }),
    expires: Flags.string({ description: 'Day or moment of its end: 2027-01-31' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TokensCreate);
    const app = flags.app === undefined ? undefined : (await findApp(this.api, flags.app)).data;
    const body = {
      name: args.name,
      kind: flags.kind,
      scopes: flags.scope,
      app_id: app?.id,
      environment: flags.environment,
      expires_at: moment(flags.expires),
    };
    return await this.change(
      createToken,
      { body },
      flags,
      (token) => `Created token ${token.name} (${token.id}).\nToken (shown once): ${token.token}`,
    );
  }
}
