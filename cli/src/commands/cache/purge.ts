import { purgeCache } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { appFlag, changeFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

export default class CachePurge extends AegisCommand {
  static override summary = 'Forget every answer that response_cache keeps for an app, on all gateways';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop',
    '<%= config.bin %> <%= command.id %> --app shop --wait',
  ];
  static override flags = { ...appFlag, ...changeFlags };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(CachePurge);
    const { data: app } = await findApp(this.api, flags.app);
    return await this.change(
      purgeCache,
      { params: { app_id: app.id } },
      flags,
      () => `Purged the kept answers of ${app.name}.`,
    );
  }
}
