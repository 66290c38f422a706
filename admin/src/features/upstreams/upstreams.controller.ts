import {
  createUpstream,
  deleteUpstream,
  getUpstream,
  listUpstreams,
  replaceUpstream,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { UpstreamsService } from './upstreams.service.ts';

@Controller()
export class UpstreamsController {
  constructor(private readonly upstreams: UpstreamsService) {}

  @Handles(listUpstreams)
  async list({ ctx, params, query }: Call<typeof listUpstreams>): Promise<Answer<typeof listUpstreams>> {
    return this.upstreams.list(ctx, params.app_id, query);
  }

  @Handles(createUpstream)
  async create({ ctx, params, body }: Call<typeof createUpstream>): Promise<Answer<typeof createUpstream>> {
    return this.upstreams.create(ctx, params.app_id, body);
  }

  @Handles(getUpstream)
  async get({ ctx, params }: Call<typeof getUpstream>): Promise<Answer<typeof getUpstream>> {
    return this.upstreams.get(ctx, params.app_id, params.id);
  }

  @Handles(replaceUpstream)
  async replace(call: Call<typeof replaceUpstream>): Promise<Answer<typeof replaceUpstream>> {
    const { ctx, params, body, ifMatch } = call;
    return this.upstreams.replace(ctx, params.app_id, params.id, body, ifMatch);
  }

  @Handles(deleteUpstream)
  remove({ ctx, params }: Call<typeof deleteUpstream>): Promise<Answer<typeof deleteUpstream>> {
    return this.upstreams.remove(ctx, params.app_id, params.id);
  }
}
