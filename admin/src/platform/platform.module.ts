import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Logger } from 'pino';
import { AccessGuard } from './auth/access.guard.ts';
import { Authenticator } from './auth/authenticator.ts';
import { SessionCookies } from './auth/cookies.ts';
import { AuditTrail } from './changes/audit-trail.ts';
import { Changes } from './changes/changes.ts';
import { Clock } from './clock.ts';
import { Keyring } from './crypto/keyring.ts';
import { Database } from './database/database.ts';
import { Listener } from './database/listener.ts';
import { ENV, type Env } from './env/env.ts';
import { HealthController } from './health/health.controller.ts';
import { Health } from './health/health.ts';
import { AnswerInterceptor } from './http/answer.interceptor.ts';
import { DocsController } from './http/docs.controller.ts';
import { IdempotentAnswers } from './http/idempotency.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { Cleanup } from './jobs/cleanup.ts';
import { Jobs } from './jobs/jobs.ts';
import { LOGGER } from './logging/logger.ts';
import { MailboxController } from './mail/mailbox.controller.ts';
import { MailOutbox } from './mail/outbox.ts';
import { MailSender } from './mail/sender.ts';
import { MetricsController } from './metrics/metrics.controller.ts';
import { Metrics } from './metrics/metrics.ts';
import { RedisClients } from './redis/redis.ts';
import { Throttle } from './redis/throttle.ts';

export interface PlatformOptions {
  env: Env;
  logger: Logger;
}

const services = [
  Clock,
  Keyring,
  Metrics,
  RedisClients,
  Throttle,
  Listener,
  Jobs,
  Cleanup,
  MailOutbox,
  MailSender,
  AuditTrail,
  Changes,
  Authenticator,
  SessionCookies,
  Health,
];

/** What every feature stands on. Global, so that features only name what they use in their constructors. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot({ env, logger }: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController, DocsController, MailboxController],
      providers: [
        { provide: ENV, useValue: env },
        { provide: LOGGER, useValue: logger },
        Database,
        IdempotentAnswers,
        ...services,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [ENV, LOGGER, Database, ...services],
    };
  }
}
