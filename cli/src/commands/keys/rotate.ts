import { rotateKey } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { milliseconds } from '../../change/limit-body.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp, findKey } from '../../lookup.ts';

export default class KeysRotate extends AegisCommand {
  static override summary = 'Replace an API key; the old one ends after the overlap';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Mobile app" --app shop',
    '<%= config.bin %> <%= command.id %> "Mobile app" --app shop --overlap 7d',
  ];
  static override args = { key: Args.string({ required: true, description: 'Name or id of the key.' }) };
  static override flags = {
    ...appFlag,
    ...changeFlags,
    overlap: Flags.string({ default: '1d', description: 'How long the old key still works: 0s, 1h, 7d.' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(KeysRotate);
    const { data: app } = await findApp(this.api, flags.app);
    const { id } = await findKey(this.api, app.id, args.key);
    const body = { overlap_seconds: milliseconds(flags.overlap) / 1_000 };
    const input = { params: { app_id: app.id, id }, body };
    return await this.change(
      rotateKey,
      input,
      flags,
      (key) =>
        `Rotated key ${key.name} (${key.id}); the old one ends in ${flags.overlap}.\nAPI key (shown once): ${key.secret}`,
    );
  }
}
