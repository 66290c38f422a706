import type { Operation } from '@aegis/contracts';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Context } from '../context.ts';
import { ENV, type Env } from '../env/env.ts';
import { LOGGER } from '../logging/logger.ts';
import { OPERATION } from './handles.ts';
import { IdempotentAnswers, type RepeatableCall, type StoredAnswer } from './idempotency.ts';
import { Problem } from './problem.ts';
import { etagOf, Reply, type ReplyMeta } from './reply.ts';
import { callState } from './request-state.ts';

/** Turns what a handler returns into headers and body, and answers repeated creating calls from the store. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly answers: IdempotentAnswers,
    @Inject(ENV) private readonly env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = this.reflector.get<Operation | undefined>(OPERATION, context.getHandler());
    if (!operation) return next.handle();
    const http = context.switchToHttp();
    return from(this.#answer(operation, http.getRequest(), http.getResponse(), next));
  }

  async #answer(operation: Operation, request: FastifyRequest, response: FastifyReply, next: CallHandler) {
    const run = async (): Promise<StoredAnswer> =>
      this.#toAnswer(operation, response, await lastValueFrom(next.handle()));
    const repeatable = repeatableCall(operation, request);
    const answer = repeatable ? await this.#once(repeatable, response, run) : await run();
    // What the API says about one caller must not be kept for another.
    response.headers({ 'cache-control': 'no-store', ...answer.headers });
    return answer.body;
  }

  async #once(
    call: RepeatableCall,
    response: FastifyReply,
    run: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer> {
    const stored = await this.answers.claim(call);
    if (stored) {
      response.header('idempotency-replayed', 'true');
      return stored;
    }
    const answer = await run().catch(async (error: unknown) => {
      await this.answers.release(call);
      throw error;
    });
    // The change is made. Where its answer cannot be kept, the caller still gets it this once.
    await this.answers.store(call, answer).catch((error: unknown) => {
      this.logger.error({ err: error }, 'http: the answer of a repeatable call was not stored');
    });
    return answer;
  }

  #toAnswer(operation: Operation, response: FastifyReply, result: unknown): StoredAnswer {
    const { body, meta } = result instanceof Reply ? result : { body: result, meta: {} as ReplyMeta };
    for (const cookie of meta.cookies ?? []) response.header('set-cookie', cookie);
    if (this.env.AEGIS_MODE !== 'production') assertContract(operation, body);
    return {
      body,
      headers: {
        ...(meta.version === undefined ? {} : { etag: etagOf(meta.version) }),
        ...(meta.revision === undefined ? {} : { 'aegis-revision': String(meta.revision) }),
      },
    };
  }
}

/** An answer that breaks its own contract is our bug: shown while developing, never to a customer. */
function assertContract(operation: Operation, body: unknown): void {
  const result = operation.response.safeParse(body);
  if (!result.success) {
    throw new Error(`${operation.id} answers what its contract does not say: ${result.error.message}`);
  }
}

function callerKey(ctx: Context): string {
  if (ctx.kind === 'public' || ctx.kind === 'system') return ctx.kind;
  return `${ctx.person.accountId} ${ctx.kind === 'customer' ? ctx.customer.id : ''}`;
}

function repeatableCall(operation: Operation, request: FastifyRequest): RepeatableCall | undefined {
  const key = request.headers['idempotency-key'];
  if (!operation.idempotent || key === undefined) return undefined;
  if (typeof key !== 'string' || key.length < 8 || key.length > 200) {
    throw Problem.invalid('/Idempotency-Key', 'needs 8 to 200 characters');
  }
  return {
    scope: `${operation.id} ${callerKey(callState(request).ctx)}`,
    key,
    request: JSON.stringify([request.method, request.url, request.body]),
  };
}
