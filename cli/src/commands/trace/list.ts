import { listTraces, type SampleSummary } from '@aegis/contracts';
import { Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { appFlag, environmentFilterFlag, listFlags, outputFlag } from '../../flags.ts';
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
    ...outputFlag,
    limit: listFlags.limit,
    all: listFlags.all,
    ...environmentFilterFlag,
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
    const { environment, code, route: route_id, 'status-class': status_class } = flags;
    const found = { environment, code, route_id, status_class };
    const params = { app_id: app.id };
    return await this.list(
      { ...flags, search: undefined, sort: undefined },
      ({ limit, cursor }) => this.api.call(listTraces, { params, query: { ...found, limit, cursor } }),
      {
        when: ({ at_ms }) => when(new Date(at_ms).toISOString()),
        request: ({ method, path }) => `${method} ${path}`,
        environment: ({ environment }) => environment,
        status: ({ status }) => status,
        code: ({ code }) => code,
        route: ({ route }) => route,
        ms: ({ duration_ms }) => duration_ms,
        id: ({ request_id }) => request_id,
      },
    );
  }
}
