import { type Callout, getCallout } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { calloutEnvironmentFlag } from '../../change/callout-body.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AuthorizeGet extends AegisCommand {
  static override summary = 'Show the authorize callout of an environment, without its secret';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop -e staging'];
  static override flags = { ...appFlag, ...calloutEnvironmentFlag };

  async run(): Promise<Callout> {
    const { flags } = await this.parse(AuthorizeGet);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, environment: flags.environment };
    const { data: callout } = await this.api.call(getCallout, { params });
    this.show({
      environment: callout.environment,
      url: callout.url,
      'answers within': `${callout.timeout_ms} ms`,
      'allow is good for': `${callout.allow_ttl_s} s`,
      'deny is good for': `${callout.deny_ttl_s} s`,
      'on failure':
        callout.on_failure === 'stale' ? `stale, up to ${callout.max_stale_s} s` : callout.on_failure,
      change: describeLiveness(callout.liveness),
    });
    return callout;
  }
}
