import { type ApiKey, environments, listAllKeys, listKeys } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
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
    app: Flags.string({
      char: 'a',
      env: 'AEGIS_APP',
      description: 'Slug or id of the app; all apps when left out.',
    }),
    environment: Flags.option({ options: environments })({
      char: 'e',
      description: 'Only of this environment.',
    }),
    status: Flags.option({ options: ['active', 'expired', 'revoked'] as const })({
      description: 'Only in this state.',
    }),
  };

  async run(): Promise<{ items: ApiKey[] }> {
    const { flags } = await this.parse(KeysList);
    const columns = {
      name: ({ name }: ApiKey) => name,
      key: ({ prefix, last_four }: ApiKey) => `${prefix}…${last_four}`,
      environment: ({ environment }: ApiKey) => environment,
      tenant: ({ tenant }: ApiKey) => tenant,
      status: ({ status }: ApiKey) => status,
      expires: ({ expires_at }: ApiKey) => when(expires_at),
      'last used': ({ last_used_at }: ApiKey) => when(last_used_at),
      id: ({ id }: ApiKey) => id,
    };
    const { environment, status } = flags;
    const filtered = (query: PageQuery) => ({ ...query, environment, status });
    if (flags.app === undefined) {
      return await this.list(flags, columns, (query) =>
        this.api.call(listAllKeys, { query: filtered(query) }),
      );
    }
    const { data: app } = await findApp(this.api, flags.app);
    const params = { app_id: app.id };
    return await this.list(flags, columns, (query) =>
      this.api.call(listKeys, { params, query: filtered(query) }),
    );
  }
}
