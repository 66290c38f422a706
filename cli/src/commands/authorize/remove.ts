import { deleteCallout } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { calloutEnvironmentFlag } from '../../change/callout-body.ts';
import { appFlag, destroyFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AuthorizeRemove extends AegisCommand {
  static override summary =
    'Remove the authorize callout of an environment; routes that only it decides are closed then';
  static override examples = ['<%= config.bin %> <%= command.id %> --app shop -e staging --yes'];
  static override flags = { ...appFlag, ...calloutEnvironmentFlag, ...destroyFlags };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(AuthorizeRemove);
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, environment: flags.environment };
    const done = `Removed the authorize callout of ${app.slug} (${flags.environment}).`;
    return await this.destroy(deleteCallout, { params }, flags, {
      what: 'app',
      name: app.slug,
      done,
    });
  }
}
