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
  list(call: Call<typeof listJwtIssuers>): Promise<Answer<typeof listJwtIssuers>> {
    return this.issuers.list(call);
  }

  @Handles(createJwtIssuer)
  create(call: Call<typeof createJwtIssuer>): Promise<Answer<typeof createJwtIssuer>> {
    return this.issuers.create(call);
  }

  @Handles(getJwtIssuer)
  get(call: Call<typeof getJwtIssuer>): Promise<Answer<typeof getJwtIssuer>> {
    return this.issuers.get(call);
  }

  @Handles(replaceJwtIssuer)
  replace(call: Call<typeof replaceJwtIssuer>): Promise<Answer<typeof replaceJwtIssuer>> {
    return this.issuers.replace(call);
  }

  @Handles(deleteJwtIssuer)
  remove(call: Call<typeof deleteJwtIssuer>): Promise<Answer<typeof deleteJwtIssuer>> {
    return this.issuers.remove(call);
  }

  @Handles(revokeJwt)
  revoke(call: Call<typeof revokeJwt>): Promise<Answer<typeof revokeJwt>> {
    return this.issuers.revoke(call);
  }
}
