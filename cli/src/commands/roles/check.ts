import { type AuthorizationCheck, checkAuthorization, httpMethods, type Reason } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, environmentFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

const repeated = (description: string) => Flags.string({ multiple: true, description });

export default class RolesCheck extends AegisCommand {
  static override summary = 'May this caller do that, and which role or scope decides?';
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders:read --app shop --tenant acme --user ann',
    '<%= config.bin %> <%= command.id %> orders.7:write --app shop --tenant acme --user ann --token-role clerk',
    '<%= config.bin %> <%= command.id %> /orders/7 --method DELETE --app shop --tenant acme --user ann',
  ];
  static override args = {
    what: Args.string({ required: true, description: 'A permission, or the path of a call.' }),
  };
  static override flags = {
    ...appFlag,
    method: Flags.option({ options: httpMethods })({ char: 'm', description: 'Of the call.' }),
    ...environmentFlag('Whose authorize callout would be asked.'),
    tenant: Flags.string({ description: 'Id of the tenant.' }),
    user: Flags.string({ description: 'Id of the user, as tokens say it.' }),
    'token-role': repeated('Role that its token names; repeat for more.'),
    'token-scope': repeated('Scope of its token; repeat for more.'),
    'key-scope': repeated('Scope of the key that is sent; repeat for more.'),
  };

  async run(): Promise<AuthorizationCheck> {
    const { args, flags } = await this.parse(RolesCheck);
    const { data: app } = await findApp(this.api, flags.app);
    const body = {
      ...(args.what.startsWith('/') ? { path: args.what, method: flags.method } : { permission: args.what }),
      environment: flags.environment,
      tenant: flags.tenant,
      user: flags.user,
      token_roles: flags['token-role'],
      token_scopes: flags['token-scope'],
      key_scopes: flags['key-scope'],
    };
    const { data } = await this.api.call(checkAuthorization, { params: { app_id: app.id }, body });
    this.show({
      verdict: data.refusal ? `${data.verdict}: refused with ${data.refusal}` : data.verdict,
      route: data.route && [
        data.route.name,
        data.route.permission ?? 'demands nothing',
        data.route.authorize,
      ],
      backend: data.asks_backend ? 'is asked, and has the last word' : undefined,
      because: data.reasons.map(sentence),
      roles: data.roles,
      tenant: data.tenant && (data.tenant.status ?? 'unknown'),
      tier: data.tenant?.tier,
    });
    return data;
  }
}

const sources: Record<Reason['source'], string> = {
  granted_role: 'granted',
  token_role: 'of the token',
  token_scopes: 'a scope of the token',
  key_scopes: 'a scope of the key',
};

function sentence({ effect, pattern, source, through }: Reason): string {
  const where = through ? `role ${through.join(' → ')} (${sources[source]})` : sources[source];
  return `${pattern} ${effect === 'deny' ? 'denies it' : 'allows it'}: ${where}`;
}
