import { type Gateway, listGateways } from '@aegis/contracts';
import { AegisCommand } from '../../base.ts';
import { outputFlag } from '../../flags.ts';
import { bytes } from '../../terminal/printable.ts';

export default class GatewayMetrics extends AegisCommand {
  static override summary = 'Load of each gateway, as of its last report';
  static override description =
    'For time series, scrape /metrics of the status port of each gateway with Prometheus.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = {
    ...outputFlag,
  };

  async run(): Promise<{ items: Gateway[] }> {
    const { flags } = await this.parse(GatewayMetrics);
    const { data } = await this.api.call(listGateways);
    const up = data.items.filter(({ state }) => state === 'up');
    this.printList(flags.output, up, {
      name: ({ name }) => name,
      requests: ({ requests }) => requests,
      connections: ({ connections }) => connections,
      workers: ({ workers }) => workers,
      documents: ({ documents }) => documents,
      memory: ({ memory_bytes }) => bytes(memory_bytes),
    });
    return { items: up };
  }
}
