import { reloadGateways } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { changeFlags } from '../../flags.ts';

export default class GatewayReload extends AegisCommand {
  static override summary = 'Publish every document again; gateways check what they hold';
  static override description =
    'No request is lost. Changes never need it; it repairs a Redis that lost or kept old data.';
  static override examples = ['<%= config.bin %> <%= command.id %> --wait'];
  static override flags = changeFlags;

  async run(): Promise<unknown> {
    const { flags } = await this.parse(GatewayReload);
    return await this.change(
      reloadGateways,
      {},
      flags,
      ({ revision }) => `Publishing everything as revision ${revision}.`,
    );
  }
}
