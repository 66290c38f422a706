import { createApp, deleteApp, getApp, listApps, probeUpstream, tryApp, updateApp } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { AppsService } from './apps.service.ts';
import { Probe } from './probe.ts';
import { TryApp } from './try-app.ts';

@Controller()
export class AppsController {
  constructor(
    private readonly apps: AppsService,
    private readonly probes: Probe,
    private readonly tries: TryApp,
  ) {}

  @Handles(listApps)
  async list({ ctx, query }: Call<typeof listApps>): Promise<Answer<typeof listApps>> {
    return this.apps.list(ctx, query);
  }

  @Handles(createApp)
  async create({ ctx, body }: Call<typeof createApp>): Promise<Answer<typeof createApp>> {
    return this.apps.create(ctx, body);
  }

  @Handles(getApp)
  async get({ ctx, params }: Call<typeof getApp>): Promise<Answer<typeof getApp>> {
    return this.apps.get(ctx, params.id);
  }

  @Handles(updateApp)
  async update({ ctx, params, body, ifMatch }: Call<typeof updateApp>): Promise<Answer<typeof updateApp>> {
    return this.apps.update(ctx, params.id, body, ifMatch);
  }

  @Handles(deleteApp)
  remove({ ctx, params }: Call<typeof deleteApp>): Promise<Answer<typeof deleteApp>> {
    return this.apps.remove(ctx, params.id);
  }

  @Handles(probeUpstream)
  async probe({ ctx, body }: Call<typeof probeUpstream>): Promise<Answer<typeof probeUpstream>> {
    return this.probes.run(ctx, new URL(body.url));
  }

  @Handles(tryApp)
  async try({ ctx, params, body }: Call<typeof tryApp>): Promise<Answer<typeof tryApp>> {
    return this.tries.run(ctx, params.id, body);
  }
}
