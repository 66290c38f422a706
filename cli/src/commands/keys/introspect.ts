import { introspectKey } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { secretFromInput } from '../../terminal/input.ts';
import { when } from '../../terminal/printable.ts';

export default class KeysIntrospect extends AegisCommand {
  static override summary = 'What is this key? Reads it from standard input';
  static override description =
    'The key comes from standard input, so that it stays out of the shell history and the process list.';
  static override examples = ['echo "$KEY" | <%= config.bin %> <%= command.id %> --app shop'];
  static override flags = appFlag;

  async run(): Promise<unknown> {
    const { flags } = await this.parse(KeysIntrospect);
    const { data: app } = await findApp(this.api, flags.app);
    const key = await secretFromInput('The API key');
    const input = { params: { app_id: app.id }, body: { key } };
    const { data } = await this.api.call(introspectKey, input);
    this.show({
      active: data.active ? 'yes' : 'no',
      reason: data.reason,
      name: data.key?.name,
      id: data.key?.id,
      environment: data.key?.environment,
      tenant: data.key?.tenant,
      scopes: data.key?.scopes,
      expires: when(data.key?.expires_at),
    });
    return data;
  }
}
