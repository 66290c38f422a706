import {
  createJwtIssuer,
  deleteJwtIssuer,
  getJwtIssuer,
  listJwtIssuers,
  replaceJwtIssuer,
  revokeJwt,
} from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { JwtIssuersService } from './jwt-issuers.service.ts';

@Controller()
export class JwtIssuersController {
  constructor(private readonly issuers: JwtIssuersService) {}

  @Handles(listJwtIssuers)
  async list({ ctx, params, query }: Call<typeof listJwtIssuers>): Promise<Answer<typeof listJwtIssuers>> {
    return this.issuers.list(ctx, params.app_id, query);
  }

  @Handles(createJwtIssuer)
  async create({ ctx, params, body }: Call<typeof createJwtIssuer>): Promise<Answer<typeof createJwtIssuer>> {
    return this.issuers.create(ctx, params.app_id, body);
  }

  @Handles(getJwtIssuer)
  async get({ ctx, params }: Call<typeof getJwtIssuer>): Promise<Answer<typeof getJwtIssuer>> {
    return this.issuers.get(ctx, params.app_id, params.id);
  }

  @Handles(replaceJwtIssuer)
  async replace(call: Call<typeof replaceJwtIssuer>): Promise<Answer<typeof replaceJwtIssuer>> {
    const { ctx, params, body, ifMatch } = call;
    return this.issuers.replace(ctx, params.app_id, params.id, body, ifMatch);
  }

  @Handles(deleteJwtIssuer)
  async remove({ ctx, params }: Call<typeof deleteJwtIssuer>): Promise<Answer<typeof deleteJwtIssuer>> {
    return this.issuers.remove(ctx, params.app_id, params.id);
  }

  @Handles(revokeJwt)
  async revoke({ ctx, params, body }: Call<typeof revokeJwt>): Promise<Answer<typeof revokeJwt>> {
    return this.issuers.revoke(ctx, params.app_id, params.id, body);
  }
}
