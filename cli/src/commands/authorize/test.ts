import { type CalloutTest, HttpMethod, testCallout } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { calloutEnvironmentFlag } from '../../change/callout-body.ts';
import { withoutAbsent } from '../../change/merge.ts';
import { appFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AuthorizeTest extends AegisCommand {
  static override summary = 'Ask the backend once, as a gateway would, and show question, answer and time';
  static override description = 'Ends with 1 when what comes back is no answer that a gateway could use.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> orders:read --app shop --tenant acme --user ann',
    '<%= config.bin %> <%= command.id %> orders.42:write --app shop --user ann --method POST --path /orders/42',
  ];
  static override args = {
    permission: Args.string({ required: true, description: 'What is asked about: orders:read' }),
  };
  static override flags = {
    ...appFlag,
    ...calloutEnvironmentFlag,
    tenant: Flags.string({ description: 'Tenant of the caller.' }),
    user: Flags.string({ description: 'User of the tenant.' }),
    role: Flags.string({ multiple: true, description: 'Role of the user; repeat for more.' }),
    method: Flags.option({ options: HttpMethod.options })({ description: 'Method of the request.' }),
    path: Flags.string({ description: 'Path of the request.' }),
  };

  async run(): Promise<CalloutTest> {
    const { args, flags } = await this.parse(AuthorizeTest);
    const { data: app } = await findApp(this.api, flags.app);
    const given = withoutAbsent({
      tenant_id: flags.tenant,
      user_id: flags.user,
      roles: flags.role,
      method: flags.method,
      path: flags.path,
    });
    const { data } = await this.api.call(testCallout, {
      params: { app_id: app.id, environment: flags.environment },
      body: { permission: args.permission, ...given },
    });
    this.#tell(data);
    if (data.verdict === 'failed') process.exitCode = 1;
    return data;
  }

  #tell({ request, answer, ...result }: CalloutTest): void {
    const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
    this.log('%s', [`POST ${request.url}`, ...lines, '', request.body, ''].join('\n'));
    if (answer) this.log('%s', [`${answer.status}`, answer.body.trimEnd(), ''].join('\n'));
    this.show({
      verdict: result.verdict,
      problem: result.problem,
      reason: result.reason,
      'good for': result.ttl_s === undefined ? undefined : `${result.ttl_s} s`,
      permissions: result.permissions,
      took: `${result.took_ms} ms`,
    });
  }
}
