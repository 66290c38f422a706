import type { createTraceToken } from '@aegis/contracts';
import { TRACE_HEADER } from '@aegis/contracts/node';
import { Inject, Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { assertEnvironment, seeApp } from '../app-access/index.ts';
import { freshToken } from './fresh-token.ts';

/** Tokens with which members have their requests traced. Nothing of them is stored: gateways believe the MAC. */
@Injectable()
export class TraceTokens {
  constructor(
    private readonly changes: Changes,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async create(
    ctx: CustomerContext,
    appId: string,
    { environment, seconds }: Call<typeof createTraceToken>['body'],
  ): Promise<Answer<typeof createTraceToken>> {
    assertEnvironment(ctx, environment ?? 'shared');
    await this.changes.write(ctx, 'traces.create_token', async (tx) => {
      await seeApp(tx, ctx, appId);
      return {
        result: undefined,
        resource: 'apps',
        resourceId: appId,
        after: { environment: environment ?? 'all', seconds },
        summary: `Made a trace token for ${seconds} seconds`,
      };
    });
    const made = freshToken(this.env, { appId, environment, seconds, now: this.clock.now() });
    return { header: TRACE_HEADER, token: made.token, expires_at: made.expiresAt.toISOString() };
  }
}
