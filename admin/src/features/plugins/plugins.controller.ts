import { getAppPlugins, listPlugins, purgeCache, replaceAppPlugins } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { KnownPlugins } from './known-plugins.ts';
import { publicManifest } from './plugin-catalogue.ts';
import { PluginsService } from './plugins.service.ts';

@Controller()
export class PluginsController {
  constructor(
    private readonly known: KnownPlugins,
    private readonly plugins: PluginsService,
  ) {}

  @Handles(listPlugins)
  async list(_: Call<typeof listPlugins>): Promise<Answer<typeof listPlugins>> {
    return { items: (await this.known.all()).map(publicManifest) };
  }

  @Handles(getAppPlugins)
  async get({ ctx, params }: Call<typeof getAppPlugins>): Promise<Answer<typeof getAppPlugins>> {
    return this.plugins.get(ctx, params.app_id);
  }

  @Handles(purgeCache)
  async purge({ ctx, params }: Call<typeof purgeCache>): Promise<Answer<typeof purgeCache>> {
    return this.plugins.purgeCache(ctx, params.app_id);
  }

  @Handles(replaceAppPlugins)
  async replace({
    ctx,
    params,
    body,
    ifMatch,
  }: Call<typeof replaceAppPlugins>): Promise<Answer<typeof replaceAppPlugins>> {
    return this.plugins.replace(ctx, params.app_id, body.plugins, ifMatch);
  }
}
