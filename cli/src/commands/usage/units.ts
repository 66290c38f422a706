import { usageUnits } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { environmentFilterFlag, outputFlag } from '../../flags.ts';
import { findAppId } from '../../lookup.ts';

interface Item {
  unit: string;
  value: string;
  label: string;
  amount: number;
}

const hour = 3_600_000;

export default class UsageUnits extends AegisCommand {
  static override summary = 'Units that backends reported, as the plugin meter counted them';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop',
    '<%= config.bin %> <%= command.id %> --app shop --unit tokens --by tenant --hours 720',
  ];
  static override flags = {
    ...outputFlag,
    app: Flags.string({ char: 'a', description: 'Only of this app (slug or id).' }),
    ...environmentFilterFlag,
    unit: Flags.string({ description: 'Only this unit.' }),
    by: Flags.option({ options: ['app', 'environment', 'route', 'key', 'tenant'] as const })({
      description: 'Who and what caused them.',
    }),
    hours: Flags.integer({ min: 1, max: 8_760, default: 24, description: 'How far back.' }),
    limit: Flags.integer({ min: 1, max: 100, default: 100, description: 'Most items to show.' }),
  };

  async run(): Promise<{ items: Item[] }> {
    const { flags } = await this.parse(UsageUnits);
    const { app, environment, unit, by, limit } = flags;
    const query = {
      from: new Date(Date.now() - flags.hours * hour).toISOString(),
      to: new Date(Date.now() + hour).toISOString(),
      app_id: await findAppId(this.api, app),
      environment,
      unit,
      by,
      limit,
    };
    const { data } = await this.api.call(usageUnits, { query });
    const columns = {
      unit: ({ unit: name }: Item) => name,
      ...(by === undefined ? {} : { [by]: ({ label }: Item) => label }),
      amount: ({ amount }: Item) => amount,
    };
    this.printList(flags.output, data.items, columns);
    return data;
  }
}
