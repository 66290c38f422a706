import type { createTraceToken } from '@aegis/contracts';
import { gatewayKeys, makeTraceToken, TRACE_HEADER } from '@aegis/contracts/node';
import { Inject, Injectable } from '@nestjs/common';
import { Changes } from '../../platform/changes/changes.ts';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { assertEnvironment, seeApp } from '../app-access/index.ts';

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
    const expiresAt = Math.floor(this.clock.now().getTime() / 1_000) + seconds;
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
    const { trace } = gatewayKeys(this.env.AEGIS_GATEWAY_SECRET);
    const token = makeTraceToken(trace, { appId, environment: environment ?? 'all', expiresAt });
    return { header: TRACE_HEADER, token, expires_at: new Date(expiresAt * 1_000).toISOString() };
  }
}
