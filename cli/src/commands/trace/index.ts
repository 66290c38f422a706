import { getTrace, type Trace as RequestTrace } from '@aegis/contracts';
import { Args, Flags } from '@oclif/core';
import { AegisCommand } from '../../base.ts';
import { findApp } from '../../lookup.ts';
import { traceText } from '../../trace/words.ts';

export default class Trace extends AegisCommand {
  static override summary = 'The steps of a recent request, and what to change where it was refused';
  static override description =
    'Takes the id that every answer carries as X-Request-Id, and problem documents as request_id. Traces are kept for an ' +
    'hour, of refused requests, all of development, the first 100 of an environment, requests with a trace token, and one ' +
    'in a hundred of the others.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 0f6d2a51c6b84b0f9a9e3c1d',
    '<%= config.bin %> <%= command.id %> 0f6d2a51c6b84b0f9a9e3c1d --app shop --json',
  ];
  static override args = {
    id: Args.string({ required: true, description: 'Id of the request.' }),
  };

  static override flags = {
    app: Flags.string({
      char: 'a',
      env: 'AEGIS_APP',
      description: 'Slug or id of the app; every one when left out.',
    }),
  };

  async run(): Promise<{ traces: RequestTrace[] }> {
    const { args, flags } = await this.parse(Trace);
    const app = flags.app === undefined ? undefined : (await findApp(this.api, flags.app)).data;
    const { data } = await this.api.call(getTrace, {
      params: { request_id: args.id },
      query: { app_id: app?.id },
    });
    this.log('%s', data.traces.map(traceText).join('\n\n'));
    return data;
  }
}
