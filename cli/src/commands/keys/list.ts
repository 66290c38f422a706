import { type ApiKey, listAllKeys, listKeys } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFilterFlag, environmentFilterFlag, listFlags } from '../../flags.ts';
import { findApp, type PageQuery } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class KeysList extends AegisCommand {
  static override summary = 'API keys of an app, or of all apps of the company';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop --status active',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  static override flags = {
    ...listFlags,
    ...appFilterFlag,
    ...environmentFilterFlag,
    status: Flags.option({ options: ['active', 'expired', 'revoked'] as const })({
      description: 'Only in this state.',
    }),
  };

  async run(): Promise<{ items: ApiKey[] }> {
    const { flags } = await this.parse(KeysList);
    const { app, environment, status } = flags;
    const params = app === undefined ? undefined : { app_id: (await findApp(this.api, app)).data.id };
    const fetch = (page: PageQuery) => {
      const query = { ...page, environment, status };
      return params ? this.api.call(listKeys, { params, query }) : this.api.call(listAllKeys, { query });
    };
    return await this.list(flags, fetch, {
      name: ({ name }) => name,
      key: ({ prefix, last_four }) => `${prefix}…${last_four}`,
      environment: ({ environment }) => environment,
      tenant: ({ tenant }) => tenant,
      status: ({ status }) => status,
      expires: ({ expires_at }) => when(expires_at),
      'last used': ({ last_used_at }) => when(last_used_at),
      id: ({ id }) => id,
    });
  }
}
