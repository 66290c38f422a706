import {
  createUpstream,
  deleteUpstream,
  getUpstream,
  getUpstreamHealth,
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
  list(call: Call<typeof listUpstreams>): Promise<Answer<typeof listUpstreams>> {
    return this.upstreams.list(call);
  }

  @Handles(createUpstream)
  create(call: Call<typeof createUpstream>): Promise<Answer<typeof createUpstream>> {
    return this.upstreams.create(call);
  }

  @Handles(getUpstream)
  get(call: Call<typeof getUpstream>): Promise<Answer<typeof getUpstream>> {
    return this.upstreams.get(call);
  }

  @Handles(getUpstreamHealth)
  async health(call: Call<typeof getUpstreamHealth>): Promise<Answer<typeof getUpstreamHealth>> {
    return this.upstreams.health(call);
  }

  @Handles(replaceUpstream)
  replace(call: Call<typeof replaceUpstream>): Promise<Answer<typeof replaceUpstream>> {
    return this.upstreams.replace(call);
  }

  @Handles(deleteUpstream)
  remove(call: Call<typeof deleteUpstream>): Promise<Answer<typeof deleteUpstream>> {
    return this.upstreams.remove(call);
  }
}
