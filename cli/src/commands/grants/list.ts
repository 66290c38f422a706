import { type Grant, listGrants } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

const { search: _, ...flagsOfList } = listFlags;

export default class GrantsList extends AegisCommand {
  static override summary = 'Who has which role';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop --role admin',
    '<%= config.bin %> <%= command.id %> --app shop --tenant acme',
  ];
  static override flags = {
    ...appFlag,
    ...flagsOfList,
    role: Flags.string({ description: 'Only of this role.' }),
    tenant: Flags.string({ description: 'Only of this tenant.' }),
    user: Flags.string({ description: 'Only of the user of this id.' }),
  };

  async run(): Promise<{ items: Grant[] }> {
    const { flags } = await this.parse(GrantsList);
    const { data: app } = await findApp(this.api, flags.app);
    const { role, tenant, user } = flags;
    return await this.list(
      { ...flags, search: undefined },
      ({ search: _none, ...query }) =>
        this.api.call(listGrants, { params: { app_id: app.id }, query: { ...query, role, tenant, user } }),
      {
        tenant: ({ tenant }) => tenant,
        user: ({ user }) => user,
        role: ({ role }) => role,
        'granted by': ({ granted_by }) => granted_by,
        at: ({ granted_at }) => when(granted_at),
      },
    );
  }
}
