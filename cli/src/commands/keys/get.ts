import type { ApiKey } from '@aegis/contracts';
import { Args } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { describeLiveness } from '../../change/settle.ts';
import { appFlag } from '../../flags.ts';
import { findApp, findKey } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class KeysGet extends AegisCommand {
  static override summary = 'Show one API key, without its secret';
  static override examples = ['<%= config.bin %> <%= command.id %> "Mobile app" --app shop'];
  static override args = { key: Args.string({ required: true, description: 'Name or id of the key.' }) };
  static override flags = appFlag;

  async run(): Promise<ApiKey> {
    const { args, flags } = await this.parse(KeysGet);
    const { data: app } = await findApp(this.api, flags.app);
    const key = await findKey(this.api, app.id, args.key);
    this.show({
      name: key.name,
      id: key.id,
      key: `${key.prefix}…${key.last_four}`,
      status: key.status,
      environment: key.environment,
      tenant: key.tenant,
      scopes: key.scopes,
      addresses: key.ip_allow,
      limits: key.limits,
      created: `${when(key.created_at)} by ${key.created_by}`,
      expires: when(key.expires_at),
      'last used': when(key.last_used_at),
      change: describeLiveness(key.liveness),
    });
    return key;
  }
}
