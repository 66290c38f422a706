import { HttpsMode, UnknownTenant, updateApp } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AppsUpdate extends AegisCommand {
  static override summary = 'Rename an app, change its settings, suspend or resume it';
  static override examples = [
    '<%= config.bin %> <%= command.id %> shop --name "The shop"',
    '<%= config.bin %> <%= command.id %> shop --status suspended --wait',
    '<%= config.bin %> <%= command.id %> shop --no-limit-headers --dry-run',
  ];
  static override args = { app: Args.string({ required: true, description: 'Slug or id of the app.' }) };
  static override flags = {
    ...changeFlags,
    name: Flags.string({ description: 'New name.' }),
    status: Flags.option({ options: ['active', 'suspended'] as const })({
      description: 'A suspended app answers 403.',
    }),
    'merge-slashes': Flags.boolean({ allowNo: true, description: 'Read // in paths as /.' }),
    'allow-encoded-slash': Flags.boolean({ allowNo: true, description: 'Accept %2f in paths.' }),
    'limit-headers': Flags.boolean({ allowNo: true, description: 'Send rate-limit headers on success too.' }),
    https: Flags.option({ options: HttpsMode.options })({
      description:
        'Plain HTTP where a host has a certificate: serve it, send callers to HTTPS, or refuse it.',
    }),
    assertion: Flags.boolean({
      allowNo: true,
      description: 'Tell the backend who calls in a signed token too (X-Aegis-Assertion).',
    }),
    'forward-key': Flags.boolean({ allowNo: true, description: 'Pass the API key on to the backend.' }),
    'key-query-param': Flags.string({
      description: 'Query parameter that may carry the key; empty for none.',
    }),
    'max-in-flight': Flags.integer({
      min: 0,
      description: 'Requests that each gateway works on at once; 0 is the bound of the platform.',
    }),
    'require-tenant': Flags.boolean({ allowNo: true, description: 'Refuse callers without a tenant.' }),
    'unknown-tenants': Flags.option({ options: UnknownTenant.options })({
      description: 'What becomes of tenants that nobody made.',
    }),
    'trust-token-roles': Flags.boolean({ allowNo: true, description: 'Let roles that tokens name count.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(AppsUpdate);
    const { data: app, etag } = await findApp(this.api, args.app);
    const { path, api_key, tenancy, authorization } = app.settings;
    const parameter = flags['key-query-param'] ?? api_key.query_param;
    const places = flags['max-in-flight'] ?? app.settings.max_in_flight;
    const settings = {
      ...app.settings,
      max_in_flight: places || undefined,
      path: {
        merge_slashes: flags['merge-slashes'] ?? path.merge_slashes,
        allow_encoded_slash: flags['allow-encoded-slash'] ?? path.allow_encoded_slash,
      },
      api_key: { forward: flags['forward-key'] ?? api_key.forward, query_param: parameter || undefined },
      limit_headers: flags['limit-headers'] ?? app.settings.limit_headers,
      https: flags.https ?? app.settings.https,
      assertion: flags.assertion ?? app.settings.assertion,
      tenancy: {
        required: flags['require-tenant'] ?? tenancy.required,
        unknown: flags['unknown-tenants'] ?? tenancy.unknown,
      },
      authorization: { trust_token_roles: flags['trust-token-roles'] ?? authorization.trust_token_roles },
    };
    const body = { name: flags.name ?? app.name, status: flags.status ?? app.status, settings };
    const input = { params: { id: app.id }, body, ifMatch: etag };
    return await this.change(updateApp, input, flags, ({ slug }) => `Changed ${slug}.`, app);
  }
}
