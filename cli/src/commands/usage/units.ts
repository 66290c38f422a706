import { environments, usageUnits } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';

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
    output: listFlags.output,
    app: Flags.string({ char: 'a', description: 'Only of this app (slug or id).' }),
    environment: Flags.option({ options: environments })({
      char: 'e',
      description: 'Only of this environment.',
    }),
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
      limit,
      ...(app === undefined ? {} : { app_id: (await findApp(this.api, app)).data.id }),
      ...(environment === undefined ? {} : { environment }),
      ...(unit === undefined ? {} : { unit }),
      ...(by === undefined ? {} : { by }),
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
