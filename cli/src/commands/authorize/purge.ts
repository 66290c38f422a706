import { type PurgeBody, purgeDecisions } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { calloutEnvironmentFlag } from '../../change/callout-body.ts';
import { withoutAbsent } from '../../change/merge.ts';
import { usageError } from '../../errors.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class AuthorizePurge extends AegisCommand {
  static override summary = 'Make every gateway forget what the backend answered';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop --tenant acme --user ann --wait',
    '<%= config.bin %> <%= command.id %> --app shop --permission "orders.**:*"',
    '<%= config.bin %> <%= command.id %> --app shop --everything',
  ];
  static override flags = {
    ...appFlag,
    ...calloutEnvironmentFlag,
    ...changeFlags,
    tenant: Flags.string({ exclusive: ['permission', 'everything'], description: 'Of a tenant.' }),
    user: Flags.string({
      exclusive: ['permission', 'everything'],
      description: 'Of a user; with --tenant only of that one.',
    }),
    permission: Flags.string({
      exclusive: ['everything'],
      description: 'About permissions that this pattern may cover.',
    }),
    everything: Flags.boolean({ description: 'All of the environment.' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(AuthorizePurge);
    const { tenant, user, permission, everything } = flags;
    const body = withoutAbsent({ tenant, user, permission }) as PurgeBody;
    if (Object.keys(body).length === 0 && !everything)
      throw usageError('What is to be forgotten?', 'One of --tenant, --user, --permission, --everything.');
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id, environment: flags.environment };
    return await this.change(
      purgeDecisions,
      { params, body },
      flags,
      () => `Purged decisions of ${app.slug} (${flags.environment}).`,
    );
  }
}
