import { checkAuthorization } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { AuthorizationService } from './authorization.service.ts';

@Controller()
export class AuthorizationController {
  constructor(private readonly authorization: AuthorizationService) {}

  @Handles(checkAuthorization)
  check(call: Call<typeof checkAuthorization>): Promise<Answer<typeof checkAuthorization>> {
    return this.authorization.check(call);
  }
}
