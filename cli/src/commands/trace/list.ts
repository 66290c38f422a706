import { environments, listTraces, type SampleSummary } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, listFlags } from '../../flags.ts';
import { findApp } from '../../lookup.ts';
import { when } from '../../terminal/printable.ts';

export default class TraceList extends AegisCommand {
  static override summary = 'Recent requests of an app of which a trace was kept, newest first';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --app shop',
    '<%= config.bin %> <%= command.id %> --app shop --code rate_limited --all',
  ];
  static override flags = {
    ...appFlag,
    output: listFlags.output,
    limit: listFlags.limit,
    all: listFlags.all,
    environment: Flags.option({ options: environments })({
      char: 'e',
      description: 'Only of this environment.',
    }),
    code: Flags.string({ description: 'Only with this error code.' }),
    'status-class': Flags.integer({
      min: 1,
      max: 5,
      description: 'Only with this first digit of the status.',
    }),
    route: Flags.string({ description: 'Only of the route with this id.' }),
  };

  async run(): Promise<{ items: SampleSummary[] }> {
    const { flags } = await this.parse(TraceList);
    const { data: app } = await findApp(this.api, flags.app);
    const columns = {
      when: ({ at_ms }: SampleSummary) => when(new Date(at_ms).toISOString()),
      request: ({ method, path }: SampleSummary) => `${method} ${path}`,
      environment: ({ environment }: SampleSummary) => environment,
      status: ({ status }: SampleSummary) => status,
      code: ({ code }: SampleSummary) => code,
      route: ({ route }: SampleSummary) => route,
      ms: ({ duration_ms }: SampleSummary) => duration_ms,
      id: ({ request_id }: SampleSummary) => request_id,
    };
    const { environment, code, route: route_id, 'status-class': status_class } = flags;
    const found = { environment, code, route_id, status_class };
    const params = { app_id: app.id };
    return await this.list({ ...flags, search: undefined, sort: undefined }, columns, ({ limit, cursor }) =>
      this.api.call(listTraces, { params, query: { ...found, limit, cursor } }),
    );
  }
}
