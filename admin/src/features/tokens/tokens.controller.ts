import { createToken, listTokens, revokeToken } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { TokensService } from './tokens.service.ts';

@Controller()
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Handles(listTokens)
  async list({ ctx, query }: Call<typeof listTokens>): Promise<Answer<typeof listTokens>> {
    return this.tokens.list(ctx, query);
  }

  @Handles(createToken)
  async create({ ctx, body }: Call<typeof createToken>): Promise<Answer<typeof createToken>> {
    return this.tokens.create(ctx, body);
  }

  @Handles(revokeToken)
  async revoke({ ctx, params }: Call<typeof revokeToken>): Promise<void> {
    await this.tokens.revoke(ctx, params.id);
  }
}
