import { createKey } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { moment } from '../../change/merge.ts';
import { appFlag, changeFlags, environmentFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class KeysCreate extends AegisCommand {
  static override summary = 'Create an API key; its secret is shown once';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Mobile app" --app shop',
    '<%= config.bin %> <%= command.id %> partner --app shop --tenant acme --scope orders:read --expires 2027-01-31 --wait',
    '<%= config.bin %> <%= command.id %> ci --app shop -e staging --json',
  ];
  static override args = { name: Args.string({ required: true, description: 'Name of the key.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    ...environmentFlag('Environment that it opens.'),
    tenant: Flags.string({ description: 'External id of the tenant that it is bound to.' }),
    scope: Flags.string({ multiple: true, description: 'Permission that it may use; repeat for more.' }),
    'ip-allow': Flags.string({
      multiple: true,
      description: 'Address or range that may use it; repeat for more.',
    }),
    limit: Flags.string({ char: 'l', multiple: true, description: 'Name of a limit; repeat for more.' }),
    expires: Flags.string({ description: 'Day or moment of its end: 2027-01-31' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(KeysCreate);
    const { data: app } = await findApp(this.api, flags.app);
    const body = {
      name: args.name,
      environment: flags.environment,
      tenant: flags.tenant,
      scopes: flags.scope,
      ip_allow: flags['ip-allow'],
      limits: flags.limit,
      expires_at: moment(flags.expires),
    };
    const input = { params: { app_id: app.id }, body };
    return await this.change(
      createKey,
      input,
      flags,
      (key) => `Created key ${key.name} (${key.id}).\nAPI key (shown once): ${key.secret}`,
    );
  }
}
