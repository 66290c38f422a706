import { type LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Env } from '../env/env.ts';

export const LOGGER = Symbol('logger');

const secretFields = [
  'password',
  'token',
  'secret',
  'api_key',
  'key',
  'cookie',
  'authorization',
  'password_hash',
  'token_hash',
];

/** Structured logs; anything named like a secret is removed, one and two levels deep. */
export function createLogger(env: Pick<Env, 'AEGIS_LOG_LEVEL'>, destination?: DestinationStream): Logger {
  const options = {
    level: env.AEGIS_LOG_LEVEL,
    base: { service: 'admin' },
    redact: {
      paths: [
        ...secretFields,
        ...secretFields.map((field) => `*.${field}`),
        'req.headers',
        'err.parameters',
        'err.driverError',
      ],
      remove: true,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** NestJS's own messages through the same log. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'error' | 'fatal' | 'trace' | 'warn') =>
    (message: unknown, ...rest: unknown[]) =>
      logger[level]({ context: rest.at(-1) }, String(message));
  return {
    // What NestJS calls "log" are the routes and modules of the start-up.
    log: write('debug'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('trace'),
    fatal: write('fatal'),
  };
}
