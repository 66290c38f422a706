import { installPlugin, listOperatorPlugins, removePlugin } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { OperatorPluginsService } from './operator-plugins.service.ts';

@Controller()
export class OperatorPluginsController {
  constructor(private readonly plugins: OperatorPluginsService) {}

  @Handles(listOperatorPlugins)
  async list(_: Call<typeof listOperatorPlugins>): Promise<Answer<typeof listOperatorPlugins>> {
    return { items: await this.plugins.list() };
  }

  @Handles(installPlugin)
  async install(call: Call<typeof installPlugin>): Promise<Answer<typeof installPlugin>> {
    return this.plugins.install(call);
  }

  @Handles(removePlugin)
  async remove({ ctx, params }: Call<typeof removePlugin>): Promise<Answer<typeof removePlugin>> {
    return this.plugins.remove(ctx, params.name);
  }
}
