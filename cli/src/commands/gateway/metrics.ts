import { type Gateway, listGateways } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { formats } from '../../terminal/formats.ts';
import { bytes } from '../../terminal/printable.ts';

export default class GatewayMetrics extends AegisCommand {
  static override summary = 'Load of each gateway, as of its last report';
  static override description =
    'For time series, scrape /metrics of the status port of each gateway with Prometheus.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = {
    output: Flags.option({ options: formats })({
      char: 'o',
      default: 'table',
      description: 'Form of the output.',
    }),
  };

  async run(): Promise<{ items: Gateway[] }> {
    const { flags } = await this.parse(GatewayMetrics);
    const { data } = await this.api.call(listGateways);
    const up = data.items.filter(({ state }) => state === 'up');
    const columns = {
      name: ({ name }: Gateway) => name,
      requests: ({ requests }: Gateway) => requests,
      connections: ({ connections }: Gateway) => connections,
      workers: ({ workers }: Gateway) => workers,
      documents: ({ documents }: Gateway) => documents,
      memory: ({ memory_bytes }: Gateway) => bytes(memory_bytes),
    };
    this.printList(flags.output, up, columns);
    return { items: up };
  }
}
