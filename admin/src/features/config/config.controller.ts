import { getConfig, replaceConfig } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { ConfigService } from './config.service.ts';

@Controller()
export class ConfigController {
  constructor(private readonly config: ConfigService) {}

  @Handles(getConfig)
  async get(_: Call<typeof getConfig>): Promise<Answer<typeof getConfig>> {
    return this.config.get();
  }

  @Handles(replaceConfig)
  async replace({ ctx, body, ifMatch }: Call<typeof replaceConfig>): Promise<Answer<typeof replaceConfig>> {
    return this.config.replace(ctx, body.config, ifMatch);
  }
}
