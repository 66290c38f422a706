import { type Callout, getCallout, putCallout } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { calloutChanges, calloutEnvironmentFlag, calloutFlags } from '../../change/callout-body.ts';
import { inputOf } from '../../change/merge.ts';
import { FixableError } from '../../errors.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AuthorizeSet extends AegisCommand {
  static override summary = 'Set or change the authorize callout of an environment; what is not named stays';
  static override description =
    'What the backend answered before is forgotten. A new callout without --secret-file gets a secret that is shown once.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop --callout-url https://origin.shop.example/aegis/authorize',
    '<%= config.bin %> <%= command.id %> --app shop --on-failure stale --max-stale 600 --wait',
    '<%= config.bin %> <%= command.id %> --app shop --secret-file - < new-secret.txt',
  ];
  static override flags = { ...appFlag, ...calloutEnvironmentFlag, ...changeFlags, ...calloutFlags };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(AuthorizeSet);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, environment: flags.environment };
    const { current, etag } = await this.#current(params);
    const body = await calloutChanges(flags, current ? inputOf(putCallout, current) : {});
    const input = { params, body, ...(etag !== undefined && { ifMatch: etag }) };
    return await this.change(putCallout, input, flags, told, current);
  }

  async #current(params: { app_id: string; environment: Callout['environment'] }) {
    try {
      const { data, etag } = await this.api.call(getCallout, { params });
      return { current: data, etag };
    } catch (error) {
      if (error instanceof FixableError && error.fix.code === 'not_found') return {};
      throw error;
    }
  }
}

const told = ({ environment, url, secret }: Callout & { secret?: string | undefined }): string =>
  [
    `Gateways ask ${url} (${environment}).`,
    ...(secret === undefined ? [] : [`Its secret, shown this once: ${secret}`]),
  ].join('\n');
