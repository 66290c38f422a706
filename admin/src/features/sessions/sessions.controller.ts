import { listSessions, login, logout, refresh, revokeSession } from '@aegis/contracts';
import { Controller } from '@nestjs/common';
import { SessionCookies } from '../../platform/auth/cookies.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Handles } from '../../platform/http/handles.ts';
import { reply } from '../../platform/http/reply.ts';
import { LoginService } from './login.service.ts';
import { SessionsService } from './sessions.service.ts';

@Controller()
export class SessionsController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
    private readonly sessionCookies: SessionCookies,
  ) {}

  @Handles(login)
  async login({ ctx, body }: Call<typeof login>): Promise<Answer<typeof login>> {
    const { cookies, ...signedIn } = await this.logins.login(ctx.origin, body);
    return reply(signedIn, { cookies });
  }

  @Handles(refresh)
  async refresh({ ctx, cookie }: Call<typeof refresh>): Promise<Answer<typeof refresh>> {
    const { cookies, ...signedIn } = await this.sessions.prolong(ctx, cookie(this.sessionCookies.session));
    return reply(signedIn, { cookies });
  }

  @Handles(logout)
  async logout({ ctx }: Call<typeof logout>): Promise<Answer<typeof logout>> {
    return reply(undefined, { cookies: await this.sessions.close(ctx) });
  }

  @Handles(listSessions)
  async list({ ctx }: Call<typeof listSessions>): Promise<Answer<typeof listSessions>> {
    return { items: await this.sessions.list(ctx) };
  }

  @Handles(revokeSession)
  async revoke({ ctx, params }: Call<typeof revokeSession>): Promise<void> {
    await this.sessions.revoke(ctx, params.id);
  }
}
