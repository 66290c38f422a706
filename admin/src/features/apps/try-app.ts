import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Environment, tryApp } from '@aegis/contracts';
import { TRACE_HEADER } from '@aegis/contracts/node';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.ts';
import type { CustomerContext } from '../../platform/context.ts';
import { Database } from '../../platform/database/database.ts';
import { ENV, type Env } from '../../platform/env/env.ts';
import type { Answer, Call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { boundedCall, CallError } from '../../platform/outgoing/bounded-call.ts';
import { Throttle } from '../../platform/redis/throttle.ts';
import { assertEnvironment, seeApp } from '../app-access/index.ts';
import { readEnvironments } from '../environments/index.ts';
import { freshToken } from '../traces/index.ts';

type Attempt = Call<typeof tryApp>['body'];

const tries = { name: 'try-app', amount: 60, periodMs: 60_000 };
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 64 * 1024;
/** Whoever tries wants to know why: every try is traced. */
const TRACED_SECONDS = 60;

/** RFC 9110 token; and values without control bytes, so that no second header or request can be smuggled in. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;
/** These decide where the request goes and where it ends. */
const reserved = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);

function checkedHeaders(headers: Record<string, string>): Record<string, string> {
  const errors = Object.entries(headers).flatMap(([name, text]) => {
    const pointer = `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!token.test(name) || !value.test(text)) return [{ pointer, message: 'is not a valid header' }];
    return reserved.has(name.toLowerCase()) ? [{ pointer, message: 'is set by us' }] : [];
  });
  if (errors.length > 0) throw new Problem('invalid_input', { errors });
  return headers;
}

/** One request through the real gateway, for "send it for me". */
@Injectable()
export class TryApp {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly db: Database,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem unavailable, too_many_attempts */
  async run(ctx: CustomerContext, appId: string, attempt: Attempt): Promise<Answer<typeof tryApp>> {
    assertEnvironment(ctx, attempt.environment);
    const headers = checkedHeaders(attempt.headers ?? {});
    await this.throttle.take(tries, ctx.customer.id);
    const host = await this.#host(ctx, appId, attempt.environment);
    const traced = { [TRACE_HEADER.toLowerCase()]: this.#traceToken(appId, attempt.environment) };
    const answer = await this.#send(attempt, { ...traced, ...headers, host });
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.body.toString('utf8'),
      truncated: answer.truncated,
      took_ms: answer.tookMs,
    };
  }

  #traceToken(appId: string, environment: Environment): string {
    const wanted = { appId, environment, seconds: TRACED_SECONDS, now: this.clock.now() };
    return freshToken(this.env, wanted).token;
  }

  async #host(ctx: CustomerContext, appId: string, environment: string): Promise<string> {
    const found = await this.db.asCustomer(ctx, async (tx) => {
      await seeApp(tx, ctx, appId);
      return readEnvironments(tx, [appId]);
    });
    const host = found.get(appId)?.find(({ name }) => name === environment)?.hosts[0];
    if (host === undefined) throw Problem.notFound('host of this environment');
    return host;
  }

  async #send({ method, path, body }: Attempt, headers: Record<string, string>) {
    const gateway = new URL(this.env.AEGIS_GATEWAY_INTERNAL_URL);
    try {
      const hostname = gateway.hostname.replace(/^\[|\]$/g, '');
      const address = isIP(hostname) === 0 ? (await lookup(hostname)).address : hostname;
      return await boundedCall({
        address,
        url: gateway,
        target: path,
        method,
        headers,
        ...(body !== undefined && { body }),
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      });
    } catch (error) {
      const reason = error instanceof CallError ? error.message : 'it has no address';
      throw new Problem('unavailable', {
        detail: `No gateway answers (${reason}).`,
        retryAfter: 5,
        cause: error,
      });
    }
  }
}
