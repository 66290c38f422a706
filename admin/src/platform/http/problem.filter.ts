import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../database/errors.ts';
import { ENV, type Env } from '../env/env.ts';
import { LOGGER } from '../logging/logger.ts';
import { Problem } from './problem.ts';

/** Every error leaves as problem+json; what was not meant for callers goes to the log instead. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(ENV) private readonly env: Env,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const response = http.getResponse<FastifyReply>();
    const problem = problemFrom(error);
    if (problem.status >= 500)
      this.logger.error({ err: error, request_id: request.id }, 'http: a call failed');
    // RFC 9110 asks for it with every 401.
    if (problem.status === 401) response.header('www-authenticate', 'Bearer');
    if (problem.retryAfter !== undefined) response.header('retry-after', String(problem.retryAfter));
    await response
      .status(problem.status)
      .header('cache-control', 'no-store')
      .type('application/problem+json')
      .send(problem.body(this.env.AEGIS_DOCS_URL, request.id));
  }
}

const RETRY_AFTER_SECONDS = 5;

const byStatus = {
  400: 'bad_request',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
} as const;

function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error)) {
    return new Problem('unavailable', {
      detail: 'The database is away. Nothing was changed.',
      retryAfter: RETRY_AFTER_SECONDS,
      cause: error,
    });
  }
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number })?.statusCode;
  const code = byStatus[status as keyof typeof byStatus];
  return new Problem(code ?? 'internal_error', { cause: error });
}
