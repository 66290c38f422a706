import { createTraceToken, getTrace, listTraces, tailTraces } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { LiveLog } from './live-log.ts';
import { TraceTokens } from './trace-tokens.ts';
import { TracesService } from './traces.service.ts';

@Controller()
export class TracesController {
  constructor(
    private readonly traces: TracesService,
    private readonly log: LiveLog,
    private readonly tokens: TraceTokens,
  ) {}

  @Handles(listTraces)
  async list({ ctx, params, query }: Call<typeof listTraces>): Promise<Answer<typeof listTraces>> {
    return this.traces.list(ctx, params.app_id, query);
  }

  @Handles(getTrace)
  async get({ ctx, params, query }: Call<typeof getTrace>): Promise<Answer<typeof getTrace>> {
    return { traces: await this.traces.find(ctx, params.request_id, query.app_id) };
  }

  @Handles(tailTraces)
  async tail({ ctx, params, query }: Call<typeof tailTraces>): Promise<Answer<typeof tailTraces>> {
    return this.log.follow(ctx, params.app_id, query);
  }

  @Handles(createTraceToken)
  async createToken(call: Call<typeof createTraceToken>): Promise<Answer<typeof createTraceToken>> {
    return this.tokens.create(call.ctx, call.params.app_id, call.body);
  }
}
