import { type Gateway, listGateways } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { exitCodes, FixableError } from '../../errors.ts';
import { troubles } from '../../gateways.ts';
import { printable } from '../../terminal/printable.ts';

export default class GatewayStatus extends AegisCommand {
  static override summary = 'Whether every gateway serves the newest revision, and what they refuse';
  static override description = 'Ends with 1 when a gateway is gone, is behind, or refuses something.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run(): Promise<{ newest_revision: number; items: Gateway[]; ok: boolean }> {
    await this.parse(GatewayStatus);
    const { data } = await this.api.call(listGateways);
    const found = data.items.flatMap(troubles);
    const up = data.items.filter(({ state }) => state === 'up');
    const current = up.filter(({ behind }) => behind === 0);
    this.log('%s', `Revision ${data.newest_revision} is live on ${current.length} of ${up.length} gateways.`);
    for (const { gateway, text, fix } of found) {
      this.log('%s', `  ${printable(gateway)}: ${text.split('\n').map(printable).join('\n    ')}`);
      this.log('%s', `    ${fix}`);
    }
    if (up.length === 0) {
      const next = 'Start a gateway; `npm start` or the gateway image does it.';
      throw new FixableError({
        code: 'no_gateway',
        message: 'No gateway is up.',
        next,
        exit: exitCodes.failed,
      });
    }
    if (found.length > 0) process.exitCode = exitCodes.failed;
    return { ...data, ok: found.length === 0 };
  }
}
